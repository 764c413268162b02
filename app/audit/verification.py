"""Is the trail as it was written? Reads the chain link by link and names the first that is not. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.audit.chain import BEGINNING, Head, Link, details_of, is_signed
from app.audit.checkpoint import Checkpoint
from app.audit.event import Kind
from app.audit.expiry import tells_of
from app.audit.keys import AuditKeys
from app.audit.loss import Loss
from app.audit.table import Unreadable


class How(StrEnum):
    """What was done to a link.

    ``changed``: a column holds another value, the event was moved here, or it was added at the very end. ``removed``:
    events before it are gone. ``inserted``: it was added. ``truncated``: the trail ends before an event of which a
    checkpoint tells, or has another one in its place. ``key_unknown``: the key file lacks the key that signed it.
    ``beginning_missing``: the first events are gone, and no event tells that their time was over.
    """

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    TRUNCATED = "truncated"
    KEY_UNKNOWN = "key_unknown"
    BEGINNING_MISSING = "beginning_missing"


class Notable(StrEnum):
    """What is no break, but whoever verifies should know."""

    CHECKPOINT_MISSING = "checkpoint_missing"
    EVENTS_LOST = "events_lost"
    EVENTS_EXPIRED = "events_expired"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first broken link: its number, and the time that it has, if it is there."""

    sequence: int
    at: datetime | None
    how: How


@dataclass(frozen=True, slots=True)
class Note:
    """Something notable, the event that tells of it, and more about it."""

    what: Notable
    sequence: int
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Verification:
    """``broken``: the first broken link, ``None`` of a whole chain. ``events``: how many there are."""

    broken: Broken | None
    notes: tuple[Note, ...]
    events: int
    last: Head


def verify(links: Iterable[Link | Unreadable], keys: AuditKeys, checkpoints: Sequence[Checkpoint] = ()) -> Verification:
    """Check every link against its MAC, the link before it, and the checkpoints.

    ``links``: all there are, in order; they are read once, and one is in memory at a time. ``checkpoints``: those whose
    signature was found to be right.
    """
    reading = _Reading(keys, list(checkpoints))
    for entry, following in _with_next(links):
        reading.read(entry, following)
    return reading.result()


_Entry = Link | Unreadable


@dataclass(slots=True)
class _Reading:
    keys: AuditKeys
    checkpoints: list[Checkpoint]
    events: int = 0
    before: Head = BEGINNING
    beginning: Link | None = None
    beginning_signed: bool = False
    beginning_told: bool = False
    broken: Broken | None = None
    notes: list[Note] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    met: set[Checkpoint] = field(default_factory=set)
    unlike: list[tuple[Checkpoint, datetime | None]] = field(default_factory=list)

    def read(self, entry: _Entry, following: _Entry | None) -> None:
        """Once a link is broken, the others are only asked for what they tell of: they are signed each by itself."""
        self.events += 1
        signed = isinstance(entry, Link) and is_signed(entry, self.keys)
        if self.events == 1 and isinstance(entry, Link) and entry.sequence > 1:
            self.beginning, self.beginning_signed = entry, signed
        if self.broken is None:
            self.broken = self._problem_with(entry, following, signed=signed)
        if isinstance(entry, Link):
            self._compare(entry)
            if signed:
                self._hear(entry)
            self.before = entry.head

    def result(self) -> Verification:
        problems = [problem for problem in (self.broken, self._beginning_problem(), *self._truncated()) if problem]
        first = min(problems, key=lambda problem: problem.sequence, default=None)
        return Verification(first, tuple(self.notes), self.events, self.before)

    def _problem_with(self, entry: _Entry, following: _Entry | None, *, signed: bool) -> Broken | None:
        if isinstance(entry, Unreadable):
            return Broken(entry.sequence, None, How.CHANGED)
        if not signed:
            return Broken(entry.sequence, entry.at, self._how_unsigned(entry, following))
        if entry is not self.beginning and (entry.sequence, entry.previous_mac) != (
            self.before.sequence + 1,
            self.before.mac,
        ):
            return Broken(self.before.sequence + 1, entry.at, How.REMOVED)
        return None

    def _how_unsigned(self, entry: Link, following: _Entry | None) -> How:
        if self.keys.find(entry.key_id) is None:
            return How.KEY_UNKNOWN
        follows_the_one_before = isinstance(following, Link) and following.previous_mac == self.before.mac
        return How.INSERTED if follows_the_one_before else How.CHANGED

    def _compare(self, entry: Link) -> None:
        for checkpoint in self.checkpoints:
            if checkpoint.sequence == entry.sequence:
                self.met.add(checkpoint)
                if checkpoint.mac != entry.mac:
                    self.unlike.append((checkpoint, entry.at))

    def _hear(self, entry: Link) -> None:
        if entry.kind == Kind.CHECKPOINT_MISSING:
            self._note(Notable.CHECKPOINT_MISSING, entry, "the service found no checkpoint: until then, unproved")
        elif entry.kind == Kind.AUDIT_EXPIRED:
            self._hear_of_expiry(entry)
        elif loss := Loss.told_by(entry):
            self.losses.append(loss)
            self._note(Notable.EVENTS_LOST, entry, loss.text)

    def _hear_of_expiry(self, entry: Link) -> None:
        details = details_of(entry)
        text = f"events {details.get('first')} to {details.get('through')}: their time was over"
        self._note(Notable.EVENTS_EXPIRED, entry, text)
        if self.beginning is not None:
            last = Head(self.beginning.sequence - 1, self.beginning.previous_mac)
            same = tells_of(details, last) if self.beginning_signed else details.get("through") == last.sequence
            self.beginning_told = self.beginning_told or same

    def _note(self, what: Notable, entry: Link, text: str) -> None:
        self.notes.append(Note(what, entry.sequence, entry.at, text))

    def _beginning_problem(self) -> Broken | None:
        if self.beginning is None or self.beginning_told:
            return None
        return Broken(1, self.beginning.at, How.BEGINNING_MISSING)

    def _truncated(self) -> Iterator[Broken]:
        """What checkpoints tell of and is not there, unless an event of the chain says that it was lost."""
        first = self.beginning.sequence if self.beginning else 1
        missing = [(proof, None) for proof in self.checkpoints if proof not in self.met and proof.sequence >= first]
        for checkpoint, at in [*self.unlike, *missing]:
            if not any(loss.explains(checkpoint) for loss in self.losses):
                yield Broken(min(checkpoint.sequence, self.before.sequence + 1), at, How.TRUNCATED)


def _with_next(links: Iterable[_Entry]) -> Iterator[tuple[_Entry, _Entry | None]]:
    """Each link together with the one after it."""
    rest = iter(links)
    entry = next(rest, None)
    while entry is not None:
        following = next(rest, None)
        yield entry, following
        entry = following
