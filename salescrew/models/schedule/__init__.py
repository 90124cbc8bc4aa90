"""A result by person and day, and beside another one."""
