"""Training of the evidence model, for development only; nothing that is installed imports it."""
