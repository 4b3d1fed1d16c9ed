"""Servers that the tests start: real ones where there are any, small ones of ours where a real one cannot misbehave."""
