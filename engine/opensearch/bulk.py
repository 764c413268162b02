"""Documents into bulk requests, and what became of each."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.contract import EngineError
from engine.document import Document
from engine.opensearch.client import NodeClient, RequestFailedError
from engine.opensearch.query_body import routing
from engine.opensearch.written import Written

REQUEST_BYTES: Final = 10 * 1024 * 1024
"""The size that a bulk request is filled to."""

ATTEMPTS: Final = 8
FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 30.0

_OLDER: Final = 409
_BUSY: Final = frozenset({429, 503})
_BUSY_REQUEST: Final = frozenset({None, 429, 502, 503, 504})
_DONE: Final = frozenset({200, 201})


@dataclass(frozen=True, slots=True)
class Entry:
    """A document and its two lines of a bulk request."""

    document: Document
    lines: bytes


def entry(document: Document) -> Entry:
    """Render a document. Its version is the index's own, so that an older row never replaces a newer one.

    Raises :class:`EngineError` if it holds what is no text in UTF-8.
    """
    action = {
        "index": {
            "_id": document.record_id,
            "routing": routing(document.birth_date),
            "version": document.version,
            "version_type": "external_gte",
        }
    }
    try:
        lines = "".join(f"{_json(line)}\n" for line in (action, _stored(document))).encode("utf-8")
    except ValueError:
        failure = EngineError("A document holds characters that cannot be stored.")
    else:
        return Entry(document, lines)
    raise failure


def requests(documents: Iterable[Document], size: int = REQUEST_BYTES) -> Iterator[list[Entry]]:
    """Documents in requests of at most ``size`` bytes; one that is larger goes alone."""
    waiting: list[Entry] = []
    filled = 0
    for document in documents:
        following = entry(document)
        if waiting and filled + len(following.lines) > size:
            yield waiting
            waiting, filled = [], 0
        waiting.append(following)
        filled += len(following.lines)
    if waiting:
        yield waiting


def send(
    client: NodeClient,
    index: str,
    entries: list[Entry],
    written: Written,
    *,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Have every entry stored, sending again only what was refused for the moment or may not have arrived.

    Raises :class:`EngineError` when the node refuses a document, or all attempts are used up.
    """
    in_doubt = False
    for attempt in range(ATTEMPTS):
        if attempt:
            pause(min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (attempt - 1)))
        try:
            answer = _bulk(client, index, entries)
        except RequestFailedError as error:
            if error.status not in _BUSY_REQUEST or attempt == ATTEMPTS - 1:
                raise
            in_doubt = in_doubt or error.may_have_arrived
            continue
        entries = _refused(entries, answer, written, in_doubt=in_doubt)
        if not entries:
            return
    raise EngineError(f"OpenSearch stayed too busy to store {len(entries)} documents.")


def _bulk(client: NodeClient, index: str, entries: list[Entry]) -> dict[str, Any]:
    return client.request(
        "POST",
        f"/{index}/_bulk",
        params={"filter_path": "errors,items.*.status,items.*.result,items.*.error.type"},
        body=b"".join(each.lines for each in entries),
    )


def _refused(entries: list[Entry], answer: Mapping[str, Any], written: Written, *, in_doubt: bool) -> list[Entry]:
    """Take note of what was stored; give back what was refused for the moment."""
    items = answer.get("items", [])
    if len(items) != len(entries):
        raise EngineError("OpenSearch did not say what became of each document.")
    refused = []
    for each, item in zip(entries, items, strict=True):
        outcome = item.get("index", {})
        status = outcome.get("status")
        if status in _BUSY:
            refused.append(each)
        elif status not in _DONE and status != _OLDER:
            kind = outcome.get("error", {}).get("type", "unknown")
            raise EngineError(f"OpenSearch refused a document: {status} ({kind}).")
        elif outcome.get("result") == "created":
            written.created(each.document)
        elif in_doubt:
            written.perhaps_created(each.document)
    return refused


def _stored(document: Document) -> dict[str, Any]:
    """The document's fields; what is empty is left out, so that nothing empty can ever be matched."""
    fields: dict[str, Any] = {
        "person_key": document.person_key,
        "person_id": document.person_id,
        "insurer_number": document.insurer_number,
        "birth_date": document.birth_date,
        "sex": document.sex,
        "name_keys": document.name_keys,
        "kana_keys": document.kana_keys,
        "address_key": document.address_key,
        "insurer_key": document.insurer_key,
        "source": document.source,
    }
    return {name: value for name, value in fields.items() if value}


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
