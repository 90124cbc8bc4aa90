"""What a plan and a result are, and plain arithmetic on them; nothing here knows a solver."""
