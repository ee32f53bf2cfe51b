"""Generation: evidence becomes a text, quoted or written by a language model, and checked against what it cites."""
