"""The service's own state: accounts, sessions, windows and stored searches. Records are the engine's."""
