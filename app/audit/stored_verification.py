"""Verify the trail in the database against its checkpoint and copies of earlier ones. Only reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.audit.chain import BEGINNING
from app.audit.checkpoint import Checkpoint, CheckpointError, read_checkpoint
from app.audit.standing import Standing
from app.audit.table import read_whatever_is_there
from app.audit.verification import Verification, verify


@dataclass(frozen=True, slots=True)
class Finding:
    """What verifying found. ``checkpoint_problem``: why the latest checkpoint proves nothing."""

    verification: Verification
    checkpoint_problem: str | None

    @property
    def is_intact(self) -> bool:
        """Whether the trail is as it was written, up to its latest checkpoint at least."""
        return self.verification.broken is None and self.checkpoint_problem is None


def verify_stored(standing: Standing, copies: Sequence[Path] = ()) -> Finding:
    """Verify while the service writes: checkpoints are read first, so the trail must hold what they tell of.

    Raises :class:`app.audit.checkpoint.CheckpointError` for a copy that cannot be used.
    """
    kept = [_read_copy(path, standing) for path in copies]
    problem = None
    try:
        latest = read_checkpoint(standing.checkpoint_file, standing.keys)
    except CheckpointError as error:
        latest, problem = None, str(error)
    with standing.database.session() as session:
        found = verify(read_whatever_is_there(session), standing.keys, [*kept, *([latest] if latest else [])])
    if latest is None and problem is None and found.last != BEGINNING:
        problem = f"there is no checkpoint {standing.checkpoint_file}: nothing proves that the trail was not cut"
    return Finding(found, problem)


def _read_copy(path: Path, standing: Standing) -> Checkpoint:
    checkpoint = read_checkpoint(path, standing.keys)
    if checkpoint is None:
        raise CheckpointError(f"there is no checkpoint {path}")
    return checkpoint
