"""The store: tables, repositories, unit of work, the append-only event log and its migrations.

Promises that what was committed survives a kill, on SQLite and on PostgreSQL alike. Only the engine writes
facts; everybody else reads.
"""
