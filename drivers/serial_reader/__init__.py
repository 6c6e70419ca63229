"""UART readers: byte streams that carry card numbers, one reader on a line.

``framing`` turns bytes into frames (sans-IO, chosen by the profile), ``repeats`` makes one read of a card
that stays, ``line`` joins them to a wire. Frames of other makers are further framings, not changes to these.
"""

from drivers.serial_reader.line import SerialReaderLine

__all__ = ["SerialReaderLine"]
