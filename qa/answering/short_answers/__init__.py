"""The short answer of a piece of evidence: a few words of it, or yes or no."""
