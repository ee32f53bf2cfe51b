"""Reports: a run as a table in the terminal or as one HTML file."""
