"""Which spellings count as the same text, and which do not."""
