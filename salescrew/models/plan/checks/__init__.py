"""All that can be wrong with a plan beyond a single record."""
