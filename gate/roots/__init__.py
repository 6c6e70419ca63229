"""Composition roots: one module a command, which alone may put everything together. ``gate.cli`` names them."""
