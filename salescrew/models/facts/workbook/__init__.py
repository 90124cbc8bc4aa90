"""The form for what really happens as a workbook: written to be filled in, and read with its cells."""
