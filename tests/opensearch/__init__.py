"""Tests on a real OpenSearch node."""
