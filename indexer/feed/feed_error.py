"""What is wrong with a feed as a whole, as against a single row of it."""


class FeedError(Exception):
    """The feed cannot be read at all; the text says why and what to do, and holds no patient fact."""
