"""From a plan to its answer: how few people, and how far they get."""
