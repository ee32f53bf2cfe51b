"""Outlining: the parts of a document, and the sentences that stand for each."""
