"""A whole service to try: sample records, one account per role, an open window. Not for real patients."""
