"""Secrets: tokens by their vendors' formats, private keys, signed tokens, credentials in URLs and by name.

``detectors.secret_detectors`` is the one entry, ``vocabulary.secret_labels`` what it may find. Every file has one idea
of what gives a secret away; the formats of vendors' tokens are facts in ``formats.toml``. ``docs/secrets.md`` says how
well this does and what it misses.
"""
