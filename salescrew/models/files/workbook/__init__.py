"""A plan as a workbook: its sheets and columns, read with their cells, and written to be filled in."""
