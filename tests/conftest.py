"""What every test may use: a real OpenSearch node, a real Chromium and a real PostgreSQL, see `tests/real_parts.py`.

And how Hypothesis draws its examples: without a deadline, since a busy machine is no fault of what is tested.
"""

from hypothesis import settings

pytest_plugins = ["pytester", "tests.real_parts"]

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
