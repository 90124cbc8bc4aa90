"""The rules of a plan, a file a family: the sentence, the inequality with its units, where it comes from."""
