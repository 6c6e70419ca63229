"""Turnstiles on a serial line: a command frees one passage, and the barrier itself ends it.

``digicon`` and ``mach`` are codecs (sans-IO), ``talk`` is the conversation.
"""
