"""What the parties of a quarterly report write of their quarter, beside its figures."""
