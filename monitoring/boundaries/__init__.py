"""Boundary changes by the DRS: asked, compared, written with their totals, undone."""
