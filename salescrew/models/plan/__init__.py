"""What a head of sales writes down, and what is wrong with it."""
