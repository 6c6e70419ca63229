"""What can be wrong on an OSDP line. Anything a stranger sends ends in one of these and in nothing else."""

from __future__ import annotations


class OsdpError(Exception):
    """Base of the package's errors."""


class FrameError(OsdpError):
    """Bytes that make no frame."""


class NoiseError(FrameError):
    """Bytes outside of any frame; mark bytes (FF) are not noise."""


class LengthError(FrameError):
    """A start of message whose length field cannot be."""


class CheckError(FrameError):
    """CRC or checksum does not fit."""


class PayloadError(OsdpError):
    """A sound frame whose data is not what its code demands."""


class SecureError(OsdpError):
    """The secure channel's promise does not hold for this frame: it is not to be believed."""


class MacError(SecureError):
    """Changed, replayed, or made by somebody without the session's keys."""


class CryptogramError(SecureError):
    """The peer does not hold the reader's key."""


class DowngradeError(SecureError):
    """The peer wants less than the reader's own key: no channel, clear text or the default key."""


class SetupError(OsdpError, ValueError):
    """A line that cannot be built: the message says what was expected and what came."""
