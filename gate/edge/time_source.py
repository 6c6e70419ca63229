"""Is the machine's clock known to be right? The kernel knows whether something disciplines it (adjtimex(2))."""

from __future__ import annotations

import ctypes

TIME_ERROR = 5  # <sys/timex.h>: the clock is not synchronised


class _Timex(ctypes.Structure):
    """``struct timex``, which is under 256 bytes on every Linux; ``modes`` 0 reads only."""

    _fields_ = (("modes", ctypes.c_uint), ("rest", ctypes.c_char * 252))


def kernel_clock_trusted() -> bool:
    """True if the kernel says that its clock is synchronised; False also where it cannot be asked."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        state = int(libc.adjtimex(ctypes.byref(_Timex())))
    except (OSError, AttributeError):
        return False
    return 0 <= state < TIME_ERROR
