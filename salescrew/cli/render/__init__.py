"""Pages as data, and how they are written."""
