"""Every promise of a result, counted again from the plan's own fields."""
