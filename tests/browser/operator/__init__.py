"""Notices, windows and the console, on a service of their own: what they leave on the menu is in nobody's way."""
