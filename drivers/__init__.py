"""Drivers: bytes of real devices become the signals of ``gate.domain.signals``, and orders become bytes.

Each protocol family is a package of its own and imports no other; all stand on ``drivers.transport``
and on the device facts in ``firmware_profiles``.
"""
