"""The Flask service: look-up, confirmation, accounts, windows and its commands."""
