"""Ingestion: files become documents in the store."""
