"""Eligibility: which sentences may be evidence for a question, and what must not be told from them in a few words."""
