"""Presidio's recognisers: loaded unchanged, run only where something can come of it, with the same findings."""
