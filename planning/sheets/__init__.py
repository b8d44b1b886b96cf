"""A plan as a sheet: the model to fill, what is sent back, what it would write."""
