"""The parts of the checker: what must be so, counted anew from the plan's own fields, and compared with a result."""
