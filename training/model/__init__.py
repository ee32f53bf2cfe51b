"""The network in training, its attention and its losses."""
