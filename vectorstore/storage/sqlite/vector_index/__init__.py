"""The vector index: immutable snapshots in Chroma, and exact search for what they lack."""
