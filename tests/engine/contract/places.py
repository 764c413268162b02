"""A place of its own for each test: where generations are kept, and what only an outsider would do there."""

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.request import Request, urlopen

from analyzers import KEY_VERSION
from engine.contract import IndexEngine, LookupEngine
from engine.document import Document
from engine.opensearch.engine import OpenSearchIndexEngine, OpenSearchLookupEngine
from engine.sqlite.engine import SqliteIndexEngine, SqliteLookupEngine
from engine.url import OpenSearchNode, parse_engine_url


class Place(Protocol):
    """One engine's place."""

    @property
    def address(self) -> list[str]:
        """Words from which another process can open it, see ``other_process``."""
        ...

    def open(self, *, key_version: int = KEY_VERSION) -> IndexEngine:
        """Open the engine as the indexer does."""
        ...

    def open_lookups(self) -> LookupEngine:
        """Open the engine as the service does."""
        ...

    def remove(self, generation: str, document: Document) -> None:
        """Take a stored document away behind the engine's back."""
        ...

    def make_live(self, generation: str) -> None:
        """Have look-ups go to this generation, past the engine's own publishing."""
        ...

    def add_foreign(self, own_name: str) -> None:
        """Put things beside the generations whose names only look like theirs."""
        ...


@dataclass(frozen=True)
class SqlitePlace:
    """A folder."""

    folder: Path

    @property
    def address(self) -> list[str]:
        return ["sqlite", str(self.folder)]

    def open(self, *, key_version: int = KEY_VERSION) -> SqliteIndexEngine:
        return SqliteIndexEngine(self.folder, key_version=key_version)

    def open_lookups(self) -> SqliteLookupEngine:
        return SqliteLookupEngine(self.folder)

    def remove(self, generation: str, document: Document) -> None:
        connection = sqlite3.connect(self.folder / f"{generation}.sqlite")
        with connection:
            connection.execute("DELETE FROM record WHERE record_id = ?", (document.record_id,))
        connection.close()

    def make_live(self, generation: str) -> None:
        (self.folder / "live").write_text(f"{generation}\n", encoding="ascii")

    def add_foreign(self, own_name: str) -> None:
        for name in (f"{own_name}.sqlite-journal", f"{own_name}-copy.sqlite", f"old-{own_name}.sqlite"):
            (self.folder / name).touch()
        (self.folder / "records-latest.sqlite").touch()


@dataclass(frozen=True)
class OpenSearchPlace:
    """A node, and a prefix of its own there."""

    url: str
    prefix: str

    @property
    def node(self) -> OpenSearchNode:
        node = parse_engine_url(self.url)
        assert isinstance(node, OpenSearchNode)
        return node

    @property
    def address(self) -> list[str]:
        return ["opensearch", self.url, self.prefix]

    def open(self, *, key_version: int = KEY_VERSION) -> OpenSearchIndexEngine:
        return OpenSearchIndexEngine(self.node, prefix=self.prefix, key_version=key_version)

    def open_lookups(self) -> OpenSearchLookupEngine:
        return OpenSearchLookupEngine(self.node, prefix=self.prefix)

    def remove(self, generation: str, document: Document) -> None:
        routing = document.birth_date
        self.ask("DELETE", f"/{generation}/_doc/{document.record_id}?routing={routing}&refresh=true")

    def make_live(self, generation: str) -> None:
        self.ask("POST", f"/{generation}/_refresh")
        self.set_alias(generation)

    def set_alias(self, index: str, **settings: object) -> None:
        """Have the alias name this index alone."""
        remove = {"index": f"{self.prefix}-*", "alias": self.prefix, "must_exist": False}
        add = {"index": index, "alias": self.prefix, **settings}
        self.ask("POST", "/_aliases", {"actions": [{"remove": remove}, {"add": add}]})

    def add_foreign(self, own_name: str) -> None:
        for name in (f"{own_name}-copy", f"old-{own_name}", f"{self.prefix}-latest", f"{self.prefix}-b-{own_name}"):
            self.ask("PUT", f"/{name}", {"settings": {"number_of_replicas": 0, "number_of_shards": 1}})

    def ask(self, method: str, path: str, body: object = None) -> dict[str, object]:
        """Ask the node, past the engine."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(  # noqa: S310 - the node of the tests
            f"{self.url}{path}", data=data, method=method, headers={"content-type": "application/json"}
        )
        with urlopen(request, timeout=60) as answer:  # noqa: S310 - the node of the tests
            found: dict[str, object] = json.loads(answer.read())
            return found

    def clear(self) -> None:
        """Delete what the test made, each by its name."""
        for name in self.ask("GET", f"/*{self.prefix}*?expand_wildcards=all&filter_path=*.aliases"):
            self.ask("DELETE", f"/{name}")


def open_address(kind: str, *rest: str) -> LookupEngine:
    """Open the place whose address this is, as the service does."""
    if kind == "sqlite":
        return SqlitePlace(Path(rest[0])).open_lookups()
    return OpenSearchPlace(*rest).open_lookups()
