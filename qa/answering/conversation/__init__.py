"""The conversation: what a question leans on, its parts, and what is no question at all."""
