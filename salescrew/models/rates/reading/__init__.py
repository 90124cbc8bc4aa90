"""An export of a CRM, read as it comes: its columns, deals and their history."""
