"""Sheets of monthly reports: made, read back, compared, kept until somebody confirms."""
