"""Search: a question becomes ranked passages, for us and for LangChain."""
