"""The engine for more than one machine: an alias in OpenSearch, and one index per generation behind it."""
