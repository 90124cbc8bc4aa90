"""What is given out: records, and nothing that works them out."""
