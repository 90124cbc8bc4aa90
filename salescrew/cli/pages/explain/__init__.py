"""What `salescrew explain` says, one module a question."""
