"""Names in free text, by a spaCy model that the operator installed. In processes of their own."""
