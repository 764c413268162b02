"""E-mail: queued in the database with what it is about, and sent from there until it has arrived at the server."""
