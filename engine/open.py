"""Open the engine that a URL names."""

from pathlib import Path
from typing import Final

from engine.contract import IndexEngine, LookupEngine
from engine.opensearch.engine import OpenSearchIndexEngine, OpenSearchLookupEngine
from engine.sqlite.engine import SqliteIndexEngine, SqliteLookupEngine
from engine.url import SqliteFolder, parse_engine_url

LOOKUP_TIMEOUT_S: Final = 2.0
"""The longest a look-up waits for OpenSearch, all its requests together, in seconds.

It begins with :func:`engine.lookup.look_up` or :func:`engine.lookup.confirm`, or with a single question to the engine.
Not in it: the system's own search for the address of OpenSearch's host. The embedded engine waits for nobody.
"""


def open_engine(url: str, *, ca_file: Path | None = None, timeout_s: float = LOOKUP_TIMEOUT_S) -> LookupEngine:
    """Open what the service looks patients up in.

    Nothing is asked yet: an engine that is away, or has nothing published, answers as soon as it can.
    ``ca_file``: the certificates to trust for https, instead of the system's.

    Raises :class:`engine.url.EngineUrlError` for a wrong URL, :class:`engine.contract.EngineError` for a
    ``ca_file`` that cannot be read.
    """
    place = parse_engine_url(url)
    if isinstance(place, SqliteFolder):
        return SqliteLookupEngine(place.path)
    return OpenSearchLookupEngine(place, ca_file=ca_file, timeout_s=timeout_s)


def open_index_engine(url: str, *, ca_file: Path | None = None, timeout_s: float = LOOKUP_TIMEOUT_S) -> IndexEngine:
    """Open what the indexer builds generations in. Arguments and errors as in :func:`open_engine`."""
    place = parse_engine_url(url)
    if isinstance(place, SqliteFolder):
        return SqliteIndexEngine(place.path)
    return OpenSearchIndexEngine(place, ca_file=ca_file, timeout_s=timeout_s)
