"""What a text says when read otherwise than it stands: disguises taken off, encodings undone. One level at a time."""
