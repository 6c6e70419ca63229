"""Pure policy: compiles a site, decides, tracks presence, explains, proves and rehearses.

Promises the same answer for the same arguments, always: no clock, randomness, file, socket or thread is
reached from here. Time is a parameter, deadlines are data. Knows only ``gate.domain``.
"""
