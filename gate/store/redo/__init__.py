"""A journal in front of SQLite's tables: what a door waits for is one write to it, the tables follow.

A read that is granted changes a dozen pages of tables and indexes; each of them would be written to the disk before the
door opens. Here the read is spelt once, written to a file beside the database and kept (fdatasync); the door's command
leaves; then the tables are written, many reads at once. What the tables do not have yet when a process dies is put in
at the next start (:mod:`gate.store.redo.recovery`). PostgreSQL keeps a journal of its own, and has none of this.
"""
