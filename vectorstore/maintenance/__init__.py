"""Maintenance: jobs behind changes, verification, backups, embedding anew, deletion reports.

A deleted document leaves the disk in two steps: the change that removes it, then the erasure that a background job
(`jobs.py`) asks the storage engine for; `deletion_report.py` searches the disk for what is left of its text.
"""
