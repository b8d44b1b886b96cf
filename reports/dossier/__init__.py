"""The dossier of a meeting: one numbered file of pieces, in an order, listed on its first page."""
