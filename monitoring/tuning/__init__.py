"""Indicators as the DRS sets them."""
