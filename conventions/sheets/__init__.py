"""The lines of a draft as a sheet: taken away, sent back, what it would write."""
