"""The command ``sallyport``: one file per command."""
