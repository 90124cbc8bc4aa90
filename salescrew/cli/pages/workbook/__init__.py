"""The answer of `solve` as a workbook: what a spreadsheet can do and a page cannot."""
