"""Training examples: a question with candidate passages, made of reading sets and of evaluation cases."""
