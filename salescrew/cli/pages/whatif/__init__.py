"""The plan with other values: comparisons, sensitivity, sweeps."""
