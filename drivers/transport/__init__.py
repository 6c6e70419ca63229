"""Transport: opens serial ports and sockets as streams of bytes on the running asyncio loop.

Leaves framing to the codecs and reopening policy to the lines (``drivers.transport.backoff`` helps them).
"""
