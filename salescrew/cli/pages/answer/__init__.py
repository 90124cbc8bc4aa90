"""The answer of `solve` as a page to hand on: tiles, charts, weeks as calendars, and a sheet for each person."""
