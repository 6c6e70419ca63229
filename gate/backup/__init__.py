"""Backups: all that a site must not lose, in one encrypted file; back from it; and the drill that proves it.

Promises that a backup is taken beside a running engine, opens for whoever has its secret alone, and that one which is
torn or was changed is refused before anything is put in place.
"""
