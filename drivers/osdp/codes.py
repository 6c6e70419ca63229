"""Numbers of the protocol (SIA OSDP 2.2 tables of commands, replies and error codes)."""

from __future__ import annotations

from enum import IntEnum

SOM = 0x53
MARK = 0xFF
BROADCAST = 0x7F
DEFAULT_KEY = bytes.fromhex("303132333435363738393a3b3c3d3e3f")
"""SCBK-D, the key that everybody knows: never accepted for a reader that has a key."""


class CommandCode(IntEnum):
    """Panel to reader."""

    POLL = 0x60
    ID = 0x61
    CAP = 0x62
    LSTAT = 0x64
    ISTAT = 0x65
    OSTAT = 0x66
    RSTAT = 0x67
    OUT = 0x68
    LED = 0x69
    BUZ = 0x6A
    TEXT = 0x6B
    RMODE = 0x6C
    TDSET = 0x6D
    COMSET = 0x6E
    BIOREAD = 0x73
    BIOMATCH = 0x74
    KEYSET = 0x75
    CHLNG = 0x76
    SCRYPT = 0x77
    ACURXSIZE = 0x7B
    FILETRANSFER = 0x7C
    MFG = 0x80
    XWR = 0xA1
    ABORT = 0xA2
    PIVDATA = 0xA3
    GENAUTH = 0xA4
    CRAUTH = 0xA5
    KEEPACTIVE = 0xA7


class ReplyCode(IntEnum):
    """Reader to panel."""

    ACK = 0x40
    NAK = 0x41
    PDID = 0x45
    PDCAP = 0x46
    LSTATR = 0x48
    ISTATR = 0x49
    OSTATR = 0x4A
    RSTATR = 0x4B
    RAW = 0x50
    FMT = 0x51
    KEYPAD = 0x53
    COM = 0x54
    BIOREADR = 0x57
    BIOMATCHR = 0x58
    CCRYPT = 0x76
    RMAC_I = 0x78
    BUSY = 0x79
    FTSTAT = 0x7A
    PIVDATAR = 0x80
    MFGREP = 0x90
    XRD = 0xB1


class NakCode(IntEnum):
    """Why a reader refuses."""

    BAD_CHECK = 1
    LENGTH = 2
    UNKNOWN_COMMAND = 3
    SEQUENCE = 4
    SECURE_UNSUPPORTED = 5
    SECURE_CONDITIONS = 6
    BIO_TYPE = 7
    BIO_FORMAT = 8
    RECORD = 9


class Scs(IntEnum):
    """Types of the security block; even ones travel from reader to panel."""

    CHLNG = 0x11
    CCRYPT = 0x12
    SCRYPT = 0x13
    RMAC_I = 0x14
    COMMAND_MAC = 0x15
    REPLY_MAC = 0x16
    COMMAND_SECRET = 0x17
    REPLY_SECRET = 0x18


class Function(IntEnum):
    """Function codes of the capability report (PDCAP)."""

    CONTACTS = 1
    OUTPUTS = 2
    CARD_FORMAT = 3
    LED = 4
    AUDIBLE = 5
    TEXT = 6
    TIME = 7
    CHECK = 8
    SECURITY = 9
    RECEIVE_BUFFER = 10
    LARGEST_COMBINED = 11
    SMART_CARD = 12
    READERS = 13
    BIOMETRICS = 14
    SPE = 15
    VERSION = 16


def name_of(kind: type[IntEnum], code: int) -> str:
    """The code's name, or its hexadecimal number where the standard has none."""
    try:
        return kind(code).name
    except ValueError:
        return f"{code:02X}h"
