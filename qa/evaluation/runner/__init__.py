"""A run: every case is asked, its result kept, and the results summarised and compared."""
