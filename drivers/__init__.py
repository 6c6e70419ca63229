"""Drivers: what turns bytes of real devices into the signals of ``gate.domain.signals``, and orders into bytes.

Each protocol family is a package of its own and imports no other; all stand on ``drivers.transport``
and on the device facts in ``firmware_profiles``.
"""
