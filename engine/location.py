"""Where data lies when no setting says otherwise; the service and the indexer share it."""

from pathlib import Path
from typing import Final


def default_var() -> Path:
    """The folder of all that changes: ``var/`` of the source checkout, else of the current directory."""
    root = Path(__file__).resolve().parent.parent
    return (root if (root / "pyproject.toml").is_file() else Path.cwd()) / "var"


DEFAULT_ENGINE_URL: Final = f"sqlite:///{default_var() / 'engine'}"
"""``SHIKAKU_ENGINE_URL`` when it is not set: the embedded engine's folder."""
