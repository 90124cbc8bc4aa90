"""Text with lines: YAML, JSON, spreadsheets."""
