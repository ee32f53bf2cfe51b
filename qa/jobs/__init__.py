"""Runs behind: a folder is ingested and an evaluation is run while a door goes on answering."""
