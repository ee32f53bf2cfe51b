"""Tables: the one cell that a question about a row and a column asks for."""
