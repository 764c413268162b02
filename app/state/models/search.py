"""Searches kept between two pages."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.state.models.base import Base
from app.state.utc import UtcDateTime


class StoredSearch(Base):
    """A search or one of its results, no longer than its session. ``id`` is the SHA-256 (hex) of the handle.

    ``kind``: ``search`` or ``result``. ``payload`` is sealed. ``parent_id``: the search that it belongs to; erasing
    that one erases this one.
    """

    __tablename__ = "stored_search"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("login_session.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("stored_search.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    last_used_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
