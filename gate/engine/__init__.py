"""The engine: the facts of one site and their only writer. inbox → use case → record → outbox.

Promises that a command leaves after its cause is recorded, or with the signed decision where the store is silent;
that a repeat of an event or a command changes nothing; and that after a kill it goes on from the store alone.
"""

from gate.engine.decider import Decider
from gate.engine.engine import Engine
from gate.engine.errors import EngineError
from gate.engine.importing import import_people

__all__ = ["Decider", "Engine", "EngineError", "import_people"]
