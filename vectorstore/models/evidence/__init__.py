"""The evidence model: the reranker that Footnote ships."""
