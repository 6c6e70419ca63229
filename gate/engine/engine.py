"""The engine's process: bus, deciding thread, recorder. Everything that decides is in :mod:`gate.engine.decider`.

Threads: the one that called :meth:`Engine.run`, which reads the bus, decides, and mostly writes and sends it, too; one
that stands in for it where the disk holds it up; the recorder, which writes and sends what the first one leaves to it;
the bus's own, which connects and keeps alive; the one that makes packs; and the one that sends what may wait a moment.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from gate.bus.messages import Health, PackDelivery
from gate.bus.network import Reader
from gate.bus.plain import to_json
from gate.bus.sender import Sender
from gate.bus.topics import ANY, ENGINE, Topics
from gate.clock import Clock
from gate.domain.site import Site
from gate.engine.answered import Answered
from gate.engine.decider import Decider
from gate.engine.deciding import Deciding
from gate.engine.errors import EngineError
from gate.engine.head_file import HeadFile
from gate.engine.inbox import Came, Connected, PackMade, RecorderFailed, Stop, StoreCame, StoreWent
from gate.engine.intake import Intake
from gate.engine.ledger import Ledger
from gate.engine.mover import Mover
from gate.engine.outgoing import Outgoing
from gate.engine.packroom import PackRoom
from gate.engine.pins import Secrets
from gate.engine.publisher import Publisher
from gate.engine.publishing import require_publishable
from gate.engine.readyroom import ReadSite, ReadyRoom, no_file
from gate.engine.rehashing import Rehashing
from gate.engine.resealing import reseal
from gate.engine.running import Running
from gate.engine.sealing import Sealing
from gate.engine.starting import facts_from, people_of
from gate.engine.uses import Desk
from gate.keys.engine_keys import EngineKeys
from gate.seal.checkpoint import origin_of
from gate.seal.keychain import KeyRefused
from gate.store import Recorder, Snapshot, Store, StoreAway, check_url, open_store
from gate.store.seal.keys import IntroducedKey

log = logging.getLogger(__name__)

RETRY_S = 1.0


class Bus(Protocol):
    """The connection to the broker (gate.bus.client)."""

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def read_by(self, reader: Reader | None) -> None: ...
    def subscribe(self, pattern: str, callback: Callable[[str, bytes], None]) -> None: ...
    def publish(self, topic: str, payload: bytes, retain: bool = False, sure: bool = True) -> bool: ...
    def on_connected(self, callback: Callable[[], None]) -> None: ...


class Engine:
    """One site's engine. :meth:`run` returns after :meth:`stop`, or raises EngineError when it cannot go on."""

    def __init__(
        self,
        site: Site,
        store_url: str,
        bus: Bus,
        keys: EngineKeys,
        clock: Clock,
        heads: Path | None = None,
        read_site: ReadSite = no_file,
        loaded: Callable[[], None] = lambda: None,
    ) -> None:
        """Nothing is opened yet. StoreUrlInvalid for a URL of no store; StoreNewer comes from :meth:`run`.

        ``heads``: the folder where the record's heads are kept beside the store, too; None for nowhere.
        ``read_site``: reads the site file anew when it is published.
        ``loaded`` is called once all facts are in memory, before the first decision.
        """
        check_url(store_url)
        self._site, self._url, self._bus, self._keys, self._clock = site, store_url, bus, keys, clock
        self._read_site = read_site
        self._heads = None if heads is None else HeadFile(heads)
        self._inbox, self._loaded = Intake(), loaded
        self._own = Topics(site.id).events(ENGINE)
        self._stopping = threading.Event()
        self.started = threading.Event()
        """Set once the engine decides."""

    def stop(self) -> None:
        """End soon, with all that queued recorded as far as the store takes it. Any thread, signal handlers too."""
        self._stopping.set()
        self._inbox.put(Stop())

    def run(self) -> None:
        """Decide until stopped."""
        self._bus.on_connected(lambda: self._inbox.put(Connected()))
        self._bus.start()
        try:
            store = self._open()
            if store is not None:
                self._serve(store)
        finally:
            self._bus.stop()
            self._inbox.close()

    # ── starting ─────────────────────────────────────────────────────────────

    def _open(self) -> Store | None:
        """The store, once it is there; None if stopped before. Agents decide alone meanwhile."""
        outgoing = Outgoing(self._bus, self._site.id, self._keys, self._sender("engine-starting", 0))
        said = ""
        while not self._stopping.is_set():
            try:
                return open_store(self._url)
            except StoreAway as error:
                if str(error) != said:
                    said = str(error)
                    log.warning("the store is away (%s): the engine waits for it, agents decide alone", said)
                outgoing.health(Health(online=True, why=f"waits for the store: {said}"))
            self._stopping.wait(RETRY_S)
        return None

    def _serve(self, store: Store) -> None:
        try:
            began = self._begin(store)
            if began is None:
                return
            self._run_with(store, *began)
        finally:
            store.close()

    def _begin(self, store: Store) -> tuple[Snapshot, int, tuple[IntroducedKey, ...]] | None:
        while not self._stopping.is_set():
            try:
                self._reseal(store)
                with store.work() as work:
                    snapshot, known = work.snapshot(), work.seal_keys(origin_of(self._site.id))
                    if not work.has_run(self._site.version):
                        require_publishable(self._site, people_of(snapshot), snapshot.world)
                    body = to_json(self._site).decode()
                    return snapshot, work.begin_epoch(self._clock.now(), self._site.version, body), known
            except StoreAway as error:
                log.warning("the store went away at the start: %s", error)
                self._stopping.wait(RETRY_S)
        return None

    def _reseal(self, store: Store) -> None:
        moved = reseal(store, self._keys.fields)
        if moved:
            log.info("%d private fields moved to key %s", moved, self._keys.fields.active)

    def _run_with(
        self, store: Store, snapshot: Snapshot, epoch: int, known: tuple[IntroducedKey, ...]
    ) -> None:
        recorder, checkpoints = Recorder(store, _Watch(self._inbox)), store.checkpoints()
        packs = PackRoom(self._keys, self._pack_made)
        rooms = ReadyRoom(self._read_site, self._inbox.put)
        mover = self._mover(store)
        decider = self._decider(snapshot, epoch)
        outgoing = Outgoing(self._bus, self._site.id, self._keys, self._sender(ENGINE, epoch))
        running = Running(
            decider,
            recorder=recorder,
            packs=packs,
            publisher=Publisher(decider.facts, rooms, self._clock),
            outgoing=outgoing,
            sealing=self._sealing(decider, known),
            keys=self._keys,
            clock=self._clock,
        )
        self._loaded()
        recorder.start()
        packs.start()
        rooms.start()
        outgoing.start()
        checkpoints.start()
        try:
            self._subscribe()  # only now: before, nobody could answer, and agents send again what they keep
            running.begin(epoch)
            recorder.hurry()
            self.started.set()
            mover.start()
            self._decide(Deciding(running, self._inbox, recorder, self._clock, self._stopping))
            running.end()
        finally:
            mover.stop()
            rooms.stop()
            packs.stop()
            if not recorder.stop():
                log.error("stopped with entries that the store did not take: agents will send them again")
            checkpoints.stop()
            outgoing.stop()

    def _decider(self, snapshot: Snapshot, epoch: int) -> Decider:
        secrets = Secrets(self._keys)
        facts = facts_from(self._site, snapshot, epoch)
        desk = Desk(facts=facts, judge=secrets.judge, answered=Answered(snapshot.answered))
        decider = Decider(
            desk,
            ledger=Ledger(snapshot.sources, snapshot.beyond),
            secrets=secrets,
            sender=self._sender(ENGINE, epoch),
            clock=self._clock,
            seq=snapshot.seq,
        )
        decider.remember(snapshot.receipts, snapshot.world)
        return decider

    def _mover(self, store: Store) -> Mover:
        return Mover(Rehashing(store, self._keys), self._keys.fields.search.active, self._inbox.put)

    def _sealing(self, decider: Decider, known: tuple[IntroducedKey, ...]) -> Sealing:
        try:
            return Sealing(self._site.id, self._keys, known, decider.desk.witnesses, self._heads)
        except KeyRefused as fault:
            raise EngineError(f"the log's own keys do not hold (see gate audit verify): {fault}") from fault

    def _sender(self, src: str, boot: int) -> Sender:
        return Sender(self._site.id, src, boot, self._clock.now)

    # ── the loop ─────────────────────────────────────────────────────────────

    def _decide(self, deciding: Deciding) -> None:
        self._bus.read_by(self._inbox)
        try:
            deciding.run()
        finally:
            self._bus.read_by(None)

    def _subscribe(self) -> None:
        topics = Topics(self._site.id)
        for pattern in (topics.events(ANY), topics.do(ANY), topics.health(ANY)):
            self._bus.subscribe(pattern, self._came)

    def _came(self, topic: str, payload: bytes) -> None:
        if topic != self._own:  # the engine knows what it said
            self._inbox.put(Came(topic, payload))

    def _pack_made(self, delivery: PackDelivery) -> None:
        self._inbox.put(PackMade(delivery))


class _Watch:
    """What the recorder says, into the inbox."""

    def __init__(self, inbox: Intake) -> None:
        self._inbox = inbox

    def store_away(self, why: str) -> None:
        self._inbox.put(StoreWent(why))

    def store_back(self) -> None:
        self._inbox.put(StoreCame())

    def recorder_failed(self, error: Exception) -> None:
        self._inbox.put(RecorderFailed(error))
