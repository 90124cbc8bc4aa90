"""A plan made anew on the way, with the fewest changes."""
