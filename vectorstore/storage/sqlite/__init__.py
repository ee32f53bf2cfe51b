"""The engine for one machine: a SQLite file, and Chroma for its vectors."""
