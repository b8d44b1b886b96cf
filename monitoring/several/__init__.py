"""One grid for the reports of several aires, typed at the CSRéf from a pile of paper."""
