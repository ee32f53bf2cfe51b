"""Answering: a question becomes an answer with citations."""
