"""The demo's records: the indexer's sample, loaded by the indexer's own commands."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from analyzers import KEY_VERSION
from app.service_error import ServiceError
from app.settings import Settings
from engine.contract import EngineError, Generation
from engine.open import open_index_engine

RECORDS: Final = 20_000


class SampleError(ServiceError):
    """The sample cannot be made or loaded."""


def prepare_sample(settings: Settings, say: Callable[[str], None]) -> bool:
    """Load the sample if nothing is published, and tell whether it was loaded now. ``say`` tells who waits for it.

    What somebody published is never replaced. Raises :class:`SampleError`.
    """
    live = _live_generation(settings)
    if live is None:
        say(f"No records are there: making and loading a sample of {RECORDS:,} ...")
        _load_sample()
        return True
    if live.key_version != KEY_VERSION:
        raise SampleError(
            "the published records were indexed by another version; load them again: shikaku-indexer load"
        )
    return False


def _live_generation(settings: Settings) -> Generation | None:
    try:
        engine = open_index_engine(settings.engine_url, ca_file=settings.engine_ca_file)
        try:
            generations = engine.generations()
        finally:
            engine.close()
    except EngineError as error:
        raise SampleError(f"the engine cannot be used: {error}") from None
    return next((generation for generation in generations if generation.live), None)


def _load_sample() -> None:
    with tempfile.TemporaryDirectory(prefix="shikaku-sample-") as folder:
        feed = Path(folder) / "sample.csv"
        _indexer("sample", "--records", str(RECORDS), "--out", str(feed))
        _indexer("load", "--full", str(feed))


def _indexer(*arguments: str) -> None:
    """Run one of the indexer's commands, which finds the engine by the same environment."""
    command = [sys.executable, "-m", "indexer.cli", *arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 -- our own module, fixed arguments
    if done.returncode != 0:
        raise SampleError(f"shikaku-indexer {arguments[0]} failed with exit status {done.returncode}")
