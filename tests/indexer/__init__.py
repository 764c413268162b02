"""The feeds, as specifications."""
