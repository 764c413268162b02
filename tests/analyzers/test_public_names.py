"""What the package offers."""

import analyzers


def test_everything_offered_is_there() -> None:
    assert [name for name in analyzers.__all__ if not hasattr(analyzers, name)] == []


def test_the_version_of_the_keys_is_a_positive_number() -> None:
    assert isinstance(analyzers.KEY_VERSION, int)
    assert analyzers.KEY_VERSION > 0
