"""Models: embedding and reranking, and how many threads compute."""
