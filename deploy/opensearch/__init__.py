"""The search engine in a container: its settings, users and rights, and the making of its secrets."""
