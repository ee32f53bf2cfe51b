"""Cases: questions with what is known of their answers, read from files of several formats."""
