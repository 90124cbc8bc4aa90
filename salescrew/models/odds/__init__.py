"""The odds of a result: how likely its targets are met, where leads, passages, rates and deals are left to chance."""
