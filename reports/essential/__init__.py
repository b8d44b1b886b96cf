"""The essential communal sheet (SIEC-S): the commune's health in about 25 lines."""
