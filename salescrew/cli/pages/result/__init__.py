"""The answer of `salescrew solve`, a file a part of it."""
