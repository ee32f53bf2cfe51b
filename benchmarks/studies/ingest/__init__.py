"""How fast files become searchable, beside LangChain's tutorial pipeline."""
