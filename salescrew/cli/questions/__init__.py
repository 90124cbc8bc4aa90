"""What `salescrew init` asks on a terminal, and the plan that it makes of the answers."""
