"""The fewest people for promised odds: what any team can sell, what odds take, and who does it."""
