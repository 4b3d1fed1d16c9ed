"""Text in, findings out: regulated data and secrets, by Presidio's recognisers and our own. Knows no gateway."""
