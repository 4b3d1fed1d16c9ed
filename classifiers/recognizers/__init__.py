"""Recognisers of our own, for what Presidio does not know or does not know well enough."""
