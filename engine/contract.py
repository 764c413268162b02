"""The contract that both engines keep, and the errors they raise.

Its tests run on both: tests/engine/contract.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from engine.document import Document
from engine.query import Query
from engine.record import IndexedRecord


class EngineError(Exception):
    """Something an engine could not do; the text is for operators and holds no patient fact."""


class EngineUnavailableError(EngineError):
    """No trustworthy answer can be had now.

    The engine is away, slow or partly failed, nothing is published, or the keys are of another version.

    A look-up that meets it answers 503, never "no such person".
    """


class IncompleteGenerationError(EngineError):
    """A generation does not hold what was written to it, so it must not be published."""


class PublicationUnknownError(EngineError):
    """It cannot be told whether a generation is live now, or will be in a moment; so it must not be removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One load of the feeds. ``name`` sorts by time of creation.

    ``records`` and ``insurers`` are what was proved when it was completed: 0 and empty until then.
    """

    name: str
    created_at: datetime
    key_version: int
    records: int
    complete: bool
    live: bool
    insurers: Mapping[str, int] = field(default_factory=dict)
    """Records by insurer number (significant digits)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What answers look-ups now."""

    engine: str
    generation: str
    records: int


class LookupEngine(Protocol):
    """What the service needs. Safe to call from several threads at once.

    An engine that asks over a network has a time limit, in which every method answers or raises
    :class:`EngineUnavailableError`. Questions asked in one block of :func:`engine.lookup_time.one_look_up` share it.
    """

    def search(self, query: Query) -> Sequence[IndexedRecord]:
        """Every matching record of the live generation in one request, at most ``answer.MATCH_LIMIT + 1``.

        Order is not defined. Raises :class:`EngineUnavailableError`.
        """
        ...

    def person(self, person_id: str, birth_date: date) -> Sequence[IndexedRecord]:
        """All records whose ``person_id`` and birth date are these (at most ``answer.MATCH_LIMIT + 1``)."""
        ...

    def get(self, record_id: str, birth_date: date | None = None) -> IndexedRecord | None:
        """The record of this id, or ``None`` if it is not in the live generation.

        With a birth date it must also be of that birth date, and is found faster.
        """
        ...

    def health(self) -> Health:
        """Prove that a look-up would be answered now, from every record of a complete generation.

        Raises :class:`EngineUnavailableError`.
        """
        ...

    def close(self) -> None:
        """Release connections and files."""
        ...


class PrivateGeneration(Protocol):
    """A generation being built: no look-up sees it until it is published."""

    name: str

    def write(self, batch: Iterable[Document]) -> None:
        """Store documents, some thousand at a time.

        Of one record id the highest version stays, whatever the order of writing; of equal versions the
        later.

        Raises :class:`EngineError` if a document could not be stored, for instance because its version is no number
        from 0 to 2**63 - 1; then it can never be completed.
        """
        ...

    def complete(self) -> Generation:
        """Mark the generation complete.

        The records that are there are counted by insurer: every record id that :meth:`write` stored must be
        there, and nothing else, and every search key of those records.

        Raises :class:`IncompleteGenerationError`, and then it can never be published.
        """
        ...

    def verify(self) -> Generation:
        """It, if complete and consistent: read as it lies there now, whatever :meth:`complete` found.

        Raises :class:`EngineError` saying what is wrong.
        """
        ...

    def publish(self) -> Generation:
        """Make it the live generation, for every look-up that starts from now on.

        Raises :class:`IncompleteGenerationError` if it is not complete, :class:`PublicationUnknownError` if it may be
        live now or become so, any other :class:`EngineError` if it is not and will not be.
        """
        ...

    def discard(self) -> None:
        """Remove it. Refused (:class:`EngineError`) once it is live.

        Not to be called while it is being published: see :class:`PublicationUnknownError`.

        Raises :class:`EngineError` if it cannot be removed.
        """
        ...


class IndexEngine(LookupEngine, Protocol):
    """What the indexer needs besides."""

    def generations(self) -> Sequence[Generation]:
        """All generations of our own naming, oldest first; also those being built or left unfinished."""
        ...

    def begin(self) -> PrivateGeneration:
        """Start a new private generation."""
        ...

    def verify(self) -> Generation:
        """The live generation, if it is one, complete and consistent.

        Raises :class:`EngineError` saying what is wrong.
        """
        ...
