"""What each table holds: its rows written, read and removed on an open connection."""
