"""What every test may use: a real OpenSearch node and a real Chromium, see `tests/real_parts.py`."""

pytest_plugins = ["pytester", "tests.real_parts"]
