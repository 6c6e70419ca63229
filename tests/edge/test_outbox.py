"""Events and acknowledgements: order, sending again, windows, and the way from alone back to host."""

from gate.bus.messages import Ack
from gate.domain.events import AgentStarted, DeviceHealthChanged, ModeChanged, RexPressed
from gate.edge.outbox import SLICE, WINDOW
from tests.edge.bench import AGENT, CHEN, Bench


def press(bench: Bench, times: int) -> None:
    for _ in range(times):
        bench.outbox.send(RexPressed(portal="front-door"))


def sent(bench: Bench) -> list[tuple[int, int, bool]]:
    return [(r.envelope.boot, r.envelope.seq, r.resent) for r in bench.received()]


def started(bench: Bench) -> None:
    """An engine takes over: its first token has a new epoch."""
    bench.epoch += 1
    bench.fresh()


def test_a_start_is_the_first_event_and_names_the_kept_pack(bench: Bench) -> None:
    bench.boot()
    bench.core.connected()
    bench.pump()
    (first,) = bench.received()
    assert (first.envelope.boot, first.envelope.seq) == (2, 1)
    assert first.envelope.body == AgentStarted(version="test", pack=bench.core.alone.pack)


def test_events_are_tagged_and_numbered_without_a_gap(bench: Bench) -> None:
    before = bench.outbox.next_identity()
    press(bench, 3)
    received = bench.received()
    assert received[0].envelope.identity == before
    numbers = [each.envelope.seq for each in received]
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    assert all(each.proved(lambda c, t: bench.engine_keys.agent_tagged(AGENT, c, t)) for each in received)


def test_what_was_said_offline_goes_out_in_order_when_the_broker_is_back(bench: Bench) -> None:
    bench.bus.up = False
    bench.core.disconnected()
    press(bench, 3)
    bench.bus.up = True
    bench.core.connected()
    bench.pump()
    assert [again for _, _, again in sent(bench)] == [True] * 4  # the change of mode, and three
    assert sent(bench) == sorted(sent(bench))


def test_what_was_said_before_a_restart_goes_first(bench: Bench) -> None:
    press(bench, 2)
    bench.boot()
    bench.core.connected()
    press(bench, 1)
    bench.pump()
    boots = [boot for boot, _, again in sent(bench) if again]
    assert boots == [1, 1, 2]


def test_a_new_engine_hears_again_what_no_one_recorded(bench: Bench) -> None:
    press(bench, 3)
    live = [(boot, seq) for boot, seq, _ in sent(bench)]
    bench.send(Ack(boot=live[0][0], seq=live[0][1]))
    bench.bus.published.clear()
    started(bench)
    assert sent(bench) == [(*place, True) for place in live[1:]]


def marks(bench: Bench) -> list[tuple[int, int, bool, bool]]:
    found = [r for r in bench.received() if r.resent]
    return [(r.envelope.boot, r.envelope.seq, r.oldest, r.more) for r in found]


def test_the_first_that_is_kept_of_each_start_is_marked_and_the_last_of_the_row(bench: Bench) -> None:
    """The engine closes no gap that it is not told of: it might be one of its own."""
    press(bench, 2)
    first = bench.outbox.spool.first
    assert first is not None
    bench.boot()
    bench.core.connected()
    bench.pump()
    assert marks(bench) == [
        (1, first[1], True, True),
        (1, first[1] + 1, False, True),
        (2, 1, True, False),
    ]


def test_a_row_leaves_out_what_is_acknowledged_while_it_is_sent(bench: Bench) -> None:
    press(bench, SLICE * 3)
    bench.bus.published.clear()
    bench.outbox.resend()
    bench.outbox.pump()
    acknowledged = bench.outbox.spool.first[1] + SLICE * 2 - 1  # type: ignore[index]
    bench.outbox.acknowledge((1, acknowledged))
    while bench.outbox.pump():
        continue
    sent_again = [seq for _, seq, _, _ in marks(bench)]
    assert len(sent_again) == SLICE * 2
    assert sent_again[SLICE] == acknowledged + 1
    assert marks(bench)[SLICE][2], "it is the oldest now"


def test_to_have_a_later_start_s_events_is_not_to_have_the_earlier_ones(bench: Bench) -> None:
    press(bench, 2)
    bench.boot()
    bench.core.connected()
    bench.pump()
    bench.outbox.acknowledge((2, 1))
    assert [entry.boot for entry in bench.outbox.spool.after(None)] == [1, 1]
    assert not bench.outbox.drained
    bench.outbox.acknowledge((1, 10_000))
    assert bench.outbox.drained


def test_a_long_row_waits_for_acknowledgements(bench: Bench) -> None:
    bench.bus.up = False
    bench.core.disconnected()
    press(bench, WINDOW + 500)
    bench.bus.up = True
    bench.core.connected()
    bench.pump()
    assert len(bench.bus.published) == WINDOW
    boot, seq, _ = sent(bench)[299]
    bench.send(Ack(boot=boot, seq=seq))
    assert len(bench.bus.published) == WINDOW + 300


def test_what_an_engine_missed_is_sent_again_before_long(bench: Bench) -> None:
    press(bench, 1)
    (place,) = sent(bench)
    bench.go(25)  # two looks
    bench.pump()
    assert (*place[:2], True) in sent(bench)
    bench.ack_all()
    bench.bus.published.clear()
    bench.go(60)
    bench.pump()
    assert sent(bench) == []


def test_a_badge_does_not_wait_for_a_row(bench: Bench) -> None:
    press(bench, SLICE * 5)
    bench.outbox.resend()
    bench.bus.published.clear()
    bench.read("rdr-front-in", CHEN)
    assert [received.resent for received in bench.received()] == [False]


def test_back_to_host_only_when_the_row_is_acknowledged(bench: Bench) -> None:
    bench.read("rdr-front-in", CHEN)
    bench.go(0.3)
    assert bench.core.mode.word == "alone"
    started(bench)
    assert bench.core.mode.word == "alone"
    last = bench.outbox.spool.last
    assert last is not None
    bench.send(Ack(boot=last[0], seq=last[1] - 1))
    assert bench.core.mode.word == "alone"
    bench.ack_all()
    assert bench.core.mode.word == "host"
    assert [body.mode for body in bench.bodies(ModeChanged)][-1] == "host"


def test_an_acknowledgement_alone_shows_that_the_engine_is_back(bench: Bench) -> None:
    bench.read("rdr-front-in", CHEN)
    bench.go(0.3)
    bench.ack_all()
    assert bench.core.mode.word == "host"


def test_forged_acknowledgements_let_go_of_nothing(bench: Bench) -> None:
    press(bench, 2)
    message = bench.message(Ack(boot=1, seq=10_000))
    bench.take(message.replace(b"10000", b"20000"))
    bench.take(message[: message.index(b',"sig"')] + b',"sig":""}')
    assert len(bench.outbox.spool) == 2


def test_the_engine_silent_again_is_alone_again(bench: Bench) -> None:
    for _ in range(2):
        bench.read("rdr-front-in", CHEN)
        bench.go(0.3)
        assert bench.core.mode.word == "alone"
        bench.ack_all()
        assert bench.core.mode.word == "host"


def test_a_disk_that_takes_no_events_is_said_once_and_again_when_it_takes_them(bench: Bench) -> None:
    spool = bench.outbox.spool
    spool.durable = False  # as a disk without room makes it
    for _ in range(4):
        bench.core.due()
    assert spool.durable, "what was said was kept: the disk took it"
    said = bench.bodies(DeviceHealthChanged)
    assert [(each.device, each.online) for each in said] == [
        (f"{AGENT}/spool", False),
        (f"{AGENT}/spool", True),
    ]
