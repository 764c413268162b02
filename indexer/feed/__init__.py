"""The feed: what an insurer's file holds, how it is read, checked and turned into records."""
