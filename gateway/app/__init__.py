"""The composition root: from settings to a running gateway. The only package that knows every other."""
