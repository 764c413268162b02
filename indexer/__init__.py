"""Feeds in: insurers' files are read, checked and loaded into an engine, one generation after another."""
