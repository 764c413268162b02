"""The embedded engine: one SQLite file per generation in a folder, and a pointer file naming the live one."""
