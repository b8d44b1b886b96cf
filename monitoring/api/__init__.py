"""The monthly report for programs: what the pages do, in JSON."""
