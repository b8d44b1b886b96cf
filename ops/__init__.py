"""What `./run` does, with the standard library alone: nothing here needs a package to be installed."""
