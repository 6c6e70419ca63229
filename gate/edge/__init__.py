"""The agent: runs the lines of one place, keeps the spool, and decides alone when the engine is silent.

Promises that no event is forgotten before the engine has recorded it, and that offline rights end with their
lease. Wire formats are left to ``drivers``; rules to ``gate.policy``.
"""
