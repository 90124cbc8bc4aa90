"""The plan on the way: where it stands, made anew, who stands in, what is otherwise."""
