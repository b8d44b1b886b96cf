"""The plans for programs: what the pages do, in JSON."""
