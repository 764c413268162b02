"""The console's pages of institutions."""
