"""What a run over feeds did, in numbers."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.feed.row_warnings import RowWarning


@dataclass
class Report:
    """Counted while feeds are read. ``insurers``: accepted rows by insurer number."""

    accepted: int = 0
    rejected: int = 0
    warnings: Counter[RowWarning] = field(default_factory=Counter)
    insurers: Counter[str] = field(default_factory=Counter)
    reject_files: list[Path] = field(default_factory=list)
    seconds: float = 0.0
    generation: str | None = None
    records: int | None = None
    replaced_records: int | None = None
    """Records of the generation that was live before, ``None`` if none was."""
    error: str | None = None

    @property
    def rows(self) -> int:
        """All rows read."""
        return self.accepted + self.rejected

    @property
    def rejected_share(self) -> float:
        """Rejected rows out of all, from 0 to 1."""
        return self.rejected / self.rows if self.rows else 0.0

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "reject_files": [str(path) for path in self.reject_files],
            "insurers": len(self.insurers),
            "warnings": {warning.name.lower(): self.warnings[warning] for warning in RowWarning},
            "seconds": round(self.seconds, 3),
            "generation": self.generation,
            "records": self.records,
            "replaced_records": self.replaced_records,
            "error": self.error,
        }

    def as_lines(self) -> list[str]:
        """For people."""
        rate = self.rows / self.seconds if self.seconds else 0.0
        lines = [
            f"rows      {self.rows:>12,}   {self.seconds:,.1f} s, {rate:,.0f} rows/s",
            f"accepted  {self.accepted:>12,}   of {len(self.insurers):,} insurers",
            f"rejected  {self.rejected:>12,}   {self.rejected_share:.2%}",
            *(f"  see {path}" for path in self.reject_files),
            *(f"warning   {count:>12,}   {warning}" for warning, count in self.warnings.most_common()),
        ]
        if self.records is not None:
            older = self.accepted - self.records
            lines.append(f"records   {self.records:>12,}   {older:,} rows gave way to a newer row of the same identity")
        if self.replaced_records is not None:
            lines.append(f"before    {self.replaced_records:>12,}   records in the generation that was live")
        if self.generation:
            lines.append(f"published {self.generation}")
        return lines
