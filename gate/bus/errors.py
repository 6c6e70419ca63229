"""What can be wrong with a message from outside."""

from __future__ import annotations

SHOWN = 60


class CodecError(ValueError):
    """A message that cannot be read or written: what was expected, what came, and where (a path of fields)."""

    def __init__(self, expected: str, came: str, path: tuple[str, ...] = ()) -> None:
        self.expected = expected
        self.came = came
        self.path = path
        super().__init__(str(self))

    def __str__(self) -> str:
        """One line, safe to log: outside text in it is capped and escaped."""
        where = ".".join(self.path) or "message"
        return f"{where}: expected {self.expected}; got {self.came}"

    def under(self, *steps: str) -> CodecError:
        """The same fault as seen from further out."""
        return CodecError(self.expected, self.came, (*steps, *self.path))

    def masked(self) -> CodecError:
        """The same fault without what came: for fields that hold secrets."""
        return CodecError(self.expected, "something else (not shown)", self.path)


def shown(value: object) -> str:
    """A value from outside as an error may show it: its JSON kind, and the value where it is short and scalar."""
    if isinstance(value, (dict, list)):
        return f"{'an object' if isinstance(value, dict) else 'a list'} of {len(value)}"
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text)} characters)"
