"""The consolidated quarterly report of a district or of a région."""
