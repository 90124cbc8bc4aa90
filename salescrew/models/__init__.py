"""What is written, what follows from it, and what is given out; nothing here knows a solver."""
