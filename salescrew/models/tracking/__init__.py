"""Where a plan stands on a day, and how it will come out."""
