"""Arithmetic that can be redone on paper, of a plan or a result."""
