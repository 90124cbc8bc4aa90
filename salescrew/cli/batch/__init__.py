"""Many plans solved side by side, each with its result in a folder and its row in a table."""
