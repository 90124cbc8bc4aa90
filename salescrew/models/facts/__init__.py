"""What really happened, as people and spreadsheets tell it."""
