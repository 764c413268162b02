"""Both engines against an oracle that works the look-up rules out by brute force."""
