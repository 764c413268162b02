"""The console's pages of groups."""
