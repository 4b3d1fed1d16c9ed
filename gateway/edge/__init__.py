"""HTTP at the boundary: what arrives is read one way only, what leaves is built anew."""
