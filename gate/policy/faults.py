"""What the policy refuses to work with. Denied is not an error and is not here."""

from __future__ import annotations


class PolicyError(Exception):
    """Any error of gate.policy."""


class PolicyFaults(PolicyError):
    """A site that does not compile: ``findings`` says everything that is wrong with it at once."""

    def __init__(self, findings: tuple[str, ...]) -> None:
        super().__init__("; ".join(findings))
        self.findings = findings


class NotThere(PolicyError, LookupError):
    """A name that neither the configuration nor the people know. Nothing is decided or changed."""

    def __init__(self, noun: str, name: str) -> None:
        super().__init__(f"expected a {noun} that exists, got {name!r}")
