"""Boundary changes: what may be planned, how it is written down, how it is put back."""
