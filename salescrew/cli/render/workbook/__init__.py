"""A page as a workbook: sheets as data, made of any page, and how they are written."""
