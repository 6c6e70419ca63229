"""Cameras: pictures in, alarms and health out.

``source``, ``capture``, ``slot`` and ``watcher`` own threads, sockets and clocks. Everything else is pure:
measures on arrays, and rules as state machines that are given each picture with its time.
"""
