"""One parser a file format."""
