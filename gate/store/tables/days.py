"""Days of the log: between which numbers the events of each were recorded."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base, LogNumber


class LogDayRow(Base):
    """``day``: since 1970 in UTC, by ``recorded_at``. All its events are from ``first`` to ``last``.

    Others may be between them, where the clock was set: it leads to the events of a time, it does not pick them.
    """

    __tablename__ = "log_days"

    day: Mapped[int] = mapped_column(LogNumber, primary_key=True, autoincrement=False)
    first: Mapped[int] = mapped_column(BigInteger)
    last: Mapped[int] = mapped_column(BigInteger)
