"""The best plan at promised odds, and the odds that a team could have."""
