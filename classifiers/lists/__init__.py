"""What an organisation lists itself: restricted terms, and hashes of its own identifiers."""
