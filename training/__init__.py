"""Training of the evidence model: development only, never imported by what is installed."""
