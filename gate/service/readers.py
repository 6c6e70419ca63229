"""Readers' keys: the engine says whose, the agent gives them; no key is ever here."""

from __future__ import annotations

from gate.domain.commands import GiveReaderKey
from gate.domain.door_commands import RekeyReader
from gate.service.change import Change
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts


def give_key(facts: Facts, change: Change, ask: GiveReaderKey) -> tuple[str, str]:
    """Tell the reader's agent; the order's id, which its answer will name, and the agent."""
    device = facts.site.devices.get(ask.reader)
    agent = None if device is None else facts.site.agent_of_device(ask.reader)
    if device is None or agent is None:
        raise NotThere(f"no reader {ask.reader!r}")
    if not device.secure:
        raise Refused(f"{ask.reader} is not secure in the site file: it has no key")
    order = RekeyReader(id=facts.new_id("k"), reader=ask.reader, rotate=ask.rotate, epoch=facts.epoch)
    change.tell(agent, order)
    return order.id, agent
