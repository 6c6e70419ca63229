"""The digest of the rows behind the newest head: it grows with them, and is made anew where nobody knows it."""

from __future__ import annotations

from gate.seal.digest import END, MARK, Digest
from gate.seal.frontier import Frontier
from gate.seal.leaf import COLUMNS, NOTHING, Receipt, Row, hidden_of, public_bytes
from gate.store.base import MICROSECONDS
from gate.store.prepared import Cursor
from gate.store.seal.rows import SealedRows

MOST_ANEW = 100_000
"""A head over more rows than these that nobody has the digest of goes without: the writer would wait for seconds."""


class Behind:
    """Belongs to one line of writing. A transaction taken back, or another line's, shows in the edge of the tree."""

    def __init__(self, dialect: str) -> None:
        """``dialect``: the kind of database, as SQLAlchemy names it."""
        instant, mark = MICROSECONDS[dialect].format, "?" if dialect == "sqlite" else "%s"
        names = ", ".join(instant(name) if name in ("at", "recorded_at") else name for name in COLUMNS)
        between = f"WHERE seq > {mark} AND seq <= {mark} ORDER BY seq"
        self._rows = f"SELECT {names} FROM events {between}"  # noqa: S608 (constants)
        self._receipts = f"SELECT seq, id, {instant('at')}, receipt FROM receipts {between}"  # noqa: S608
        self._digest: Digest | None = None
        self._since = 0
        self._edge: tuple[int, bytes] | None = None

    def follows(self, frontier: Frontier) -> bool:
        """True if the digest is that of the rows up to here."""
        return self._digest is not None and self._edge == (frontier.size, frontier.to_bytes())

    def grow(self, made: SealedRows, frontier: Frontier) -> None:
        """These rows were written behind what it :meth:`follows`; ``frontier`` is the tree with them."""
        if self._digest is not None:
            made.digested(self._digest)
            self._edge = frontier.size, frontier.to_bytes()

    def lose(self) -> None:
        """Rows were written behind others that it does not know."""
        self._digest = None

    def since(self, cursor: Cursor, size: int, frontier: Frontier) -> bytes | None:
        """The digest of the rows behind the head of ``size`` events; None where that would take too long."""
        if self._digest is not None and self._since == size and self.follows(frontier):
            return self._digest.value()
        if frontier.size - size > MOST_ANEW:
            return None
        return self._anew(cursor, size, frontier.size).value()

    def begin(self, frontier: Frontier) -> None:
        """A head was made over all there is."""
        self._digest, self._since = Digest(), frontier.size
        self._edge = frontier.size, frontier.to_bytes()

    def _anew(self, cursor: Cursor, since: int, upto: int) -> Digest:
        cursor.execute(self._receipts, (since, upto))
        answers = {seq: Receipt(*rest) for seq, *rest in cursor.fetchall()}
        cursor.execute(self._rows, (since, upto))
        digest = Digest()
        for values in cursor.fetchall():
            row = Row(*values)
            answer = answers.get(row.seq)
            public, hidden = public_bytes(row, answer), hidden_of(row, answer)
            if hidden == NOTHING:
                digest.add(public + END, b"", bytes(row.leaf or b""))
            else:
                digest.add(MARK + public + END, hidden, bytes(row.leaf or b""))
        return digest
