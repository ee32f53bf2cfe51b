"""Training runs, and measurements of the trained models."""
