"""Maintenance: jobs behind changes, verification, backups, embedding anew, deletion reports."""
