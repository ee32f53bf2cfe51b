"""Report: a run as a table of plain text, and as an HTML page with plots and every case."""
