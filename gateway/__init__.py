"""Sallyport: a data boundary gateway for AI plugins.

``gateway/exchange.py`` is the life of a request on one screen; start reading there.
"""
