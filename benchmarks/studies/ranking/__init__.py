"""The fit of vectorstore/search/ranking.py: what passages are ranked by."""
