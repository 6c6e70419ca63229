"""What can be wrong with the blocks of a roster."""

from gate.policy.faults import PolicyError


class BadRoster(PolicyError, ValueError):
    """The blocks are not those of a roster of this version, or do not belong together."""
