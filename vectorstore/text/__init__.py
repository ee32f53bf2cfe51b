"""Text: words, sentences and passages."""
