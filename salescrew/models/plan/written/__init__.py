"""A plan as it is written: its fields, the places in it by path, and its text."""
