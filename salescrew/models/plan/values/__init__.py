"""The kinds of value that a plan is made of, and what is said of one that is wrong."""
