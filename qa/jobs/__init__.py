"""Jobs: work that runs in the background of a server, whose state any thread may read."""
