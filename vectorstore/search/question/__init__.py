"""What a question means in this library: its documents, its words, its ways of writing."""
