"""Studies: fits, simulations and timings, each run by its own command."""
