"""What can be wrong with keys. No message of these holds key material."""


class KeysError(ValueError):
    """The root of this package's errors."""


class KeyRingError(KeysError):
    """A key is not there, or its file is not fit: which file, what was expected, what was found."""


class SealError(KeysError):
    """A sealed value does not open: another key, another context, or bytes that were changed."""
