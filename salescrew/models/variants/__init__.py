"""A plan with other values in some places."""
