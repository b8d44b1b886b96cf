"""The demonstration: real places, invented people, invented figures that hang together."""
