"""Whether the process lives, and whether it could answer a look-up now."""
