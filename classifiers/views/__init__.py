"""Other readings of a text: with its disguises taken off, and with what is encoded in it undone."""
