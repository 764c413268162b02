"""The synthetic feed, as specifications."""
