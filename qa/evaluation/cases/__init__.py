"""Cases: questions with gold answers and gold evidence, read from files of several formats."""
