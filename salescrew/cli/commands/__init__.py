"""What is typed: one file a command."""
