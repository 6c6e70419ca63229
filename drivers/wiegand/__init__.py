"""Card formats: from the bits that a reader sends to the number that a credential has, and back.

Formats are data (``formats``); ``decode`` and ``encode`` know nothing of any one of them. Parity faults,
unknown lengths and look-alike formats give no card and a reason; the bits are never thrown away here.
"""

from drivers.wiegand.decode import Decoding, decode, decode_card
from drivers.wiegand.encode import encode
from drivers.wiegand.formats import BINARY_FORMATS, DEFAULT_FORMATS, FORMATS

__all__ = ["BINARY_FORMATS", "DEFAULT_FORMATS", "FORMATS", "Decoding", "decode", "decode_card", "encode"]
