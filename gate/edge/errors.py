"""What can go wrong at an agent that is not a device's fault."""


class EdgeError(Exception):
    """An agent's own trouble: what was expected, what came, where."""


class PackError(EdgeError):
    """A pack that cannot be taken: another agent's, older than what is held, changed, or unreadable."""


class SpoolError(EdgeError):
    """The spool cannot keep an event: a full disk, a lost folder."""
