"""A page as HTML: one file that loads nothing and runs nothing."""
