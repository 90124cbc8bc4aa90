"""What an answer must keep to, a file a kind of rule."""
