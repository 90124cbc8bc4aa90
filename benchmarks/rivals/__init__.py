"""The rivals: other ways to the same answer, each as a good engineer would write it down in an hour."""
