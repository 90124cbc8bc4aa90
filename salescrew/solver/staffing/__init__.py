"""The model: who has which role, day and duty, and what is asked of whom."""
