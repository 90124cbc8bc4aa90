"""A result played by chance, week by week: what comes of it, what waits, and what is lost."""
