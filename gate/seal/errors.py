"""What can be wrong with what is read of a sealed record."""


class SealedError(ValueError):
    """The root of this package's errors."""


class NoteError(SealedError):
    """A text is no signed note, no checkpoint or no key: what was expected, what came."""
