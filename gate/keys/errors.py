"""What can be wrong with keys. No message of these holds key material."""


class KeyRingError(Exception):
    """A key is not there, or its file is not fit: which file, what was expected, what was found."""


class SealError(ValueError):
    """A sealed value does not open: another key, another context, or bytes that were changed."""
