"""Topic names: one pattern per identity, so that a broker's access list needs one line each.

Promises that a name built here parses back to what it was built from. Who may publish where is the broker's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

PREFIX = "gate"
VERSION = "1"
KINDS = ("ev", "ack", "cmd", "pack", "fresh", "do", "receipt", "hint", "head", "state", "health")
WITHOUT_NAME = frozenset({"fresh", "hint", "head"})
RETAINED = frozenset({"head", "state", "health"})
ANY = "+"
ENGINE = "engine"  # the engine's identity on the bus, one for each site


class TopicError(ValueError):
    """Not a topic of Gate, or an id that no topic can carry."""


def checked_level(name: str) -> str:
    """``name`` as one topic level: not empty, without ``/ + #`` and NUL (MQTT 3.1.1, 4.7)."""
    if not name or any(mark in name for mark in "/+#\0"):
        raise TopicError(f"expected an id of one topic level without / + # or NUL; got {name[:80]!r}")
    return name


@dataclass(frozen=True, slots=True)
class Address:
    """A topic taken apart. ``name`` is the agent, client, portal or identity; "" for WITHOUT_NAME."""

    site: str
    kind: str
    name: str


@lru_cache(maxsize=4096)
def parse_topic(topic: str) -> Address:
    """Take a topic apart; TopicError where it is none of Gate's."""
    levels = topic.split("/")
    if len(levels) not in (4, 5) or levels[:2] != [PREFIX, VERSION] or levels[3] not in KINDS:
        raise TopicError(f"expected {PREFIX}/{VERSION}/SITE/KIND[/NAME]; got {topic[:80]!r}")
    if (levels[3] in WITHOUT_NAME) != (len(levels) == 4):
        raise TopicError(f"expected a name after all kinds but fresh, hint and head; got {topic[:80]!r}")
    name = checked_level(levels[4]) if len(levels) == 5 else ""
    return Address(checked_level(levels[2]), levels[3], name)


class Topics:
    """The topics of one site. Give :data:`ANY` as the name to subscribe to all of a kind."""

    __slots__ = ("root",)

    def __init__(self, site: str) -> None:
        """TopicError if ``site`` is not one topic level."""
        self.root = f"{PREFIX}/{VERSION}/{checked_level(site)}"

    def _named(self, kind: str, name: str) -> str:
        return f"{self.root}/{kind}/{name if name == ANY else checked_level(name)}"

    def events(self, src: str) -> str:
        """What happened, from agents, camera processes and the engine."""
        return self._named("ev", src)

    def ack(self, agent: str) -> str:
        """How far the engine has recorded an agent's events."""
        return self._named("ack", agent)

    def commands(self, agent: str) -> str:
        """Door commands to an agent."""
        return self._named("cmd", agent)

    def pack(self, agent: str) -> str:
        """Policy packs to an agent."""
        return self._named("pack", agent)

    @property
    def fresh(self) -> str:
        """Freshness tokens to all agents."""
        return f"{self.root}/fresh"

    def do(self, client: str) -> str:
        """Commands of a console, API or command line to the engine."""
        return self._named("do", client)

    def receipt(self, client: str) -> str:
        """The engine's answers to them."""
        return self._named("receipt", client)

    @property
    def hint(self) -> str:
        """What pages should look at again."""
        return f"{self.root}/hint"

    @property
    def head(self) -> str:
        """The newest head of the sealed record, retained."""
        return f"{self.root}/head"

    def state(self, portal: str) -> str:
        """The derived state of a portal, retained, for people; nothing is decided on it."""
        return self._named("state", portal)

    def health(self, identity: str) -> str:
        """Whether an identity is connected, retained; the last will says it is not."""
        return self._named("health", identity)
