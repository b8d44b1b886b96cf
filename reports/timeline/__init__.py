"""What happened in a commune, in an aire, the newest first: each line by who may read it."""
