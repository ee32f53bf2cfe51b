"""The sandbox: files are parsed in a child process with limits."""
