"""Searches kept between two pages: sealed, of one log-in session, for fifteen minutes from their last use.

A search and its results, and the searches that staff refine it into, are one patient's: they are used, expire
and are erased together. In the table all of them have the first search as their parent.
"""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from app.clock import Clock
from app.lookup import kept
from app.lookup.kept import KeptResult, KeptSearch
from app.lookup.listing import list_row
from app.sealer import SealBrokenError, Sealer
from app.state.database import Database
from app.state.models import StoredSearch
from engine.answer import Answer, Row
from engine.source import digest

LIFETIME: Final = timedelta(minutes=15)
"""How long a handle lives from its last use."""

_NOTE_USE_AFTER: Final = timedelta(seconds=30)
"""A use so soon after the one last noted is not written. It spares the database, and only shortens the life."""

_HANDLE_BYTES: Final = 32


class Kind(StrEnum):
    """What a handle opens."""

    SEARCH = "search"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Handles:
    """The random names, in addresses, of a kept search and of its results in the order of the rows."""

    search: str
    results: tuple[str, ...]


class SearchStore:
    """The searches of one log-in session. Whatever is not its own is as if it were not there."""

    def __init__(self, database: Database, sealer: Sealer, clock: Clock, session_id: str) -> None:
        self._database = database
        self._sealer = sealer
        self._clock = clock
        self._session_id = session_id

    def keep(self, session: Session, search: KeptSearch, answer: Answer, as_of: date, *, refines: str = "") -> Handles:
        """Keep a search that was just answered, in the caller's transaction.

        ``search``: without its rows. ``refines``: the handle of the search it goes on from.
        """
        handles = Handles(_new_handle(), tuple(_new_handle() for _ in answer.rows))
        rows = tuple(map(list_row, answer.rows, handles.results))
        payload = kept.search_to_bytes(replace(search, rows=rows))
        erase_expired(session, self._clock.now())
        earlier = self._find(session, refines, Kind.SEARCH)
        first = _first_of(earlier) if earlier else None
        if earlier:
            self._note_use(session, earlier)
        session.add(self._entry(handles.search, Kind.SEARCH, payload, first))
        session.flush()
        for handle, row in zip(handles.results, answer.rows, strict=True):
            result = kept.result_to_bytes(_result(row, handles.search, as_of))
            session.add(self._entry(handle, Kind.RESULT, result, first or _id(handles.search)))
        return handles

    def search(self, handle: str) -> KeptSearch | None:
        """The search of this handle, and that counts as a use; ``None`` if there is none."""
        payload = self._use(handle, Kind.SEARCH)
        return kept.search_from_bytes(payload) if payload else None

    def result(self, handle: str) -> KeptResult | None:
        """The result of this handle, and that counts as a use; ``None`` if there is none."""
        payload = self._use(handle, Kind.RESULT)
        return kept.result_from_bytes(payload) if payload else None

    def erase(self, handle: str) -> None:
        """Erase the search of this handle with all that belongs to it. None to erase is no error."""
        with self._database.session() as session:
            erase_expired(session, self._clock.now())
            found = self._find(session, handle, Kind.SEARCH)
            if found:
                session.execute(delete(StoredSearch).where(_together_with(found)))

    def _use(self, handle: str, kind: Kind) -> bytes | None:
        with self._database.session() as session:
            found = self._find(session, handle, kind)
            if found is None:
                return None
            if self._clock.now() - found.last_used_at >= _NOTE_USE_AFTER:
                self._note_use(session, found)
            sealed = found.payload
        try:
            return self._sealer.open(sealed)
        except SealBrokenError:
            return None

    def _find(self, session: Session, handle: str, kind: Kind) -> StoredSearch | None:
        return session.scalar(
            select(StoredSearch).where(
                StoredSearch.id == _id(handle),
                StoredSearch.session_id == self._session_id,
                StoredSearch.kind == kind,
                StoredSearch.last_used_at > self._clock.now() - LIFETIME,
            )
        )

    def _note_use(self, session: Session, entry: StoredSearch) -> None:
        """Of all that belong together, so that their times never part and none outlives its parent."""
        used = update(StoredSearch).where(_together_with(entry)).values(last_used_at=self._clock.now())
        session.execute(used, execution_options={"synchronize_session": False})

    def _entry(self, handle: str, kind: Kind, payload: bytes, first: str | None) -> StoredSearch:
        return StoredSearch(
            id=_id(handle),
            session_id=self._session_id,
            kind=kind.value,
            payload=self._sealer.seal(payload),
            last_used_at=self._clock.now(),
            parent_id=first,
        )


def erase_expired(session: Session, now: datetime) -> None:
    """Erase the searches of every session that nobody used for too long. Writes only if there are some."""
    expired = StoredSearch.last_used_at <= now - LIFETIME
    if session.scalar(select(exists().where(expired))):
        session.execute(delete(StoredSearch).where(expired))


def _result(row: Row, search: str, as_of: date) -> KeptResult:
    return KeptResult(
        search=search,
        record_id=row.match.record_id,
        birth_date=row.match.record.birth_date,
        digest=digest(row.match.record),
        as_of=as_of,
    )


def _new_handle() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(_HANDLE_BYTES)


def _id(handle: str) -> str:
    """What the table knows a handle by: whoever reads the table cannot use it."""
    return hashlib.sha256(handle.encode("utf-8", "replace")).hexdigest()


def _first_of(entry: StoredSearch) -> str:
    return entry.parent_id or entry.id


def _together_with(entry: StoredSearch) -> ColumnElement[bool]:
    first = _first_of(entry)
    return or_(StoredSearch.id == first, StoredSearch.parent_id == first)
