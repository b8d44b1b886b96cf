"""What there is to know of a commune, a CSCOM, an ASACO, on one page: each piece by who may read it."""
