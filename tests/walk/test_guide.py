"""The guide: what it asks, what it takes for an answer, and what stands in the item afterwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from gate.domain.door_state import Contact
from gate.domain.envelope import Envelope
from gate.domain.events import ContactChanged, CredentialPresented, InputChanged, LockSensed, RexPressed
from gate.domain.text import Text
from gate.domain.walk import WalkItem, WalkPoint, WalkResult, points_of
from gate.roots.walk.guide import Guide, Left
from gate.roots.walk.inbox import Happened, HungUp, Inbox, Item, Typed
from gate.roots.walk.steps import Await, Confirm, Release, steps_of
from gate.roots.walk.telling import Teller
from tests.edge.bench import AGENT, CHEN, MORNING, example_site

SITE = example_site()
POINTS = {point.id: point for point in points_of(SITE, AGENT)}


class Scripted(Inbox):
    """Gives what stands in a script, in its order, a second apart; then time alone."""

    def __init__(self, script: list[object]) -> None:
        self.ticks = 0.0
        super().__init__(lambda: self.ticks)
        self._script = list(script)
        self._seq = 0

    def next(self, until: float | None) -> Item | None:
        if not self._script:
            assert until is not None, "the guide waits for ever for what never comes"
            self.ticks = until
            return None
        self.ticks += 1
        what = self._script.pop(0)
        if isinstance(what, str):
            return Typed(what + "\n")
        if isinstance(what, HungUp):
            return what
        self._seq += 1
        at = MORNING + timedelta(seconds=self.ticks)
        return Happened(Envelope(site=SITE.id, src=AGENT, boot=3, seq=self._seq, at=at, body=what))


class Walk:
    """One point walked through with a script."""

    def __init__(self, point: str, *script: object, patience: float | None = None, refuse: str = "") -> None:
        self.said: list[str] = []
        self.unlocked: list[str] = []
        self.inbox = Scripted(list(script))
        self.guide = Guide(
            inbox=self.inbox,
            tell=Teller(self.said.append, "en", as_json=False),
            unlock=self._unlock,
            patience=patience,
        )
        self.refuse = refuse
        self.point: WalkPoint = POINTS[point]

    def _unlock(self, portal: str) -> str:
        self.unlocked.append(portal)
        return self.refuse

    def item(self, *, reads_back: bool = True) -> WalkItem:
        return self.guide.walk(self.point, steps_of(SITE, self.point, reads_back=reads_back))

    @property
    def hints(self) -> list[str]:
        return [line for line in self.said if line.startswith("  !")]


def read(reader: str, *, known: bool = True, pin: str | None = None) -> CredentialPresented:
    return CredentialPresented(
        reader=reader, card=CHEN if known else None, why="" if known else "35 bits", pin=pin
    )


def moved(portal: str, contact: Contact) -> ContactChanged:
    return ContactChanged(portal=portal, contact=contact)


def lock(portal: str, released: bool | None) -> LockSensed:
    return LockSensed(portal=portal, released=released)


def test_a_card_at_its_reader_passes_and_is_evidence() -> None:
    item = Walk("reader rdr-front-in", read("rdr-front-in")).item()
    assert item == WalkItem(
        point="reader rdr-front-in", result=WalkResult.PASSED, seconds=1.0, seen=("cabinet-1/3/1",)
    )


def test_a_card_at_another_reader_passes_nothing_and_says_that_they_may_be_swapped() -> None:
    walk = Walk("reader rdr-front-in", read("rdr-front-out"), read("rdr-front-in"))
    assert walk.item().seen == ("cabinet-1/3/2",)
    assert "rdr-front-out" in walk.hints[0]
    assert "swapped" in walk.hints[0]


def test_a_card_that_no_format_fits_does_not_pass() -> None:
    walk = Walk("reader rdr-front-in", read("rdr-front-in", known=False), "f wrong cards ordered")
    item = walk.item()
    assert (item.result, item.note) == (WalkResult.FAILED, "wrong cards ordered")
    assert "35 bits" in walk.hints[0]


def test_keys_must_come_with_the_card() -> None:
    walk = Walk("keypad rdr-archive-in", read("rdr-archive-in"), read("rdr-archive-in", pin="sealed"))
    assert walk.item().seen == ("cabinet-1/3/2",)
    assert "without keys" in walk.hints[0]


def test_a_contact_is_opened_under_a_release_so_that_nobody_is_alarmed() -> None:
    walk = Walk("contact front-door", moved("front-door", Contact.OPEN), moved("front-door", Contact.CLOSED))
    assert walk.item().result is WalkResult.PASSED
    assert walk.unlocked == ["front-door"]


@pytest.mark.parametrize("other", [Contact.TAMPER, Contact.UNKNOWN, Contact.CLOSED])
def test_no_other_word_of_a_contact_is_an_opening(other: Contact) -> None:
    walk = Walk("contact front-door", moved("front-door", other), patience=30)
    item = walk.item()
    assert (item.result, item.note) == (WalkResult.FAILED, "nothing was seen in time")


def test_a_lock_is_seen_to_let_go_and_lock_and_the_person_pulls_at_it() -> None:
    walk = Walk("lock front-door", lock("front-door", True), lock("front-door", False), "y", "y")
    assert walk.item().result is WalkResult.PASSED
    assert len([line for line in walk.said if line.startswith("  ?")]) == 2


def test_a_lock_that_opens_when_pulled_has_failed_whatever_was_read_back() -> None:
    item = Walk("lock front-door", lock("front-door", True), lock("front-door", False), "y", "n").item()
    assert (item.result, item.note) == (WalkResult.FAILED, "the door opens although it is locked")


def test_where_nothing_is_read_back_the_person_alone_says() -> None:
    item = Walk("lock front-door", "yes", "yes").item(reads_back=False)
    assert (item.result, item.seen) == (WalkResult.PASSED, ())


def test_an_unknown_lock_is_neither_released_nor_locked() -> None:
    item = Walk("lock front-door", lock("front-door", None), patience=5).item()
    assert item.result is WalkResult.FAILED


def test_a_release_that_the_engine_refuses_fails_with_its_words() -> None:
    item = Walk("lock front-door", refuse="locked down: lift it first").item()
    assert (item.result, item.note) == (WalkResult.FAILED, "locked down: lift it first")


def test_a_lock_that_is_released_already_is_waited_for_before_it_is_released_again() -> None:
    walk = Walk(
        "lock front-door",
        *(lock("front-door", True), "r", lock("front-door", False)),  # again while it is still released
        *(lock("front-door", True), lock("front-door", False), "y", "y"),
    )
    item = walk.item()
    assert (item.result, item.seen) == (WalkResult.PASSED, ("cabinet-1/3/3", "cabinet-1/3/4"))
    assert walk.unlocked == ["front-door", "front-door"]


def test_a_button_is_pressed_and_must_let_one_out() -> None:
    assert Walk("rex front-door", RexPressed(portal="front-door"), "y").item().result is WalkResult.PASSED
    item = Walk("rex front-door", RexPressed(portal="front-door"), "n").item()
    assert (item.result, item.note) == (WalkResult.FAILED, "the button does not open the way out")


def test_an_input_must_become_active_and_rest_again() -> None:
    on = InputChanged(owner=AGENT, name="tamper", active=True)
    off = InputChanged(owner=AGENT, name="tamper", active=False)
    lost = InputChanged(owner=AGENT, name="tamper", active=None)
    assert Walk("input cabinet-1 tamper", off, lost, on, lost, off).item().seen == (
        "cabinet-1/3/3",
        "cabinet-1/3/5",
    )


def test_a_shared_fire_contact_is_seen_at_any_of_its_doors() -> None:
    script = [InputChanged(owner="office-door", name="fire", active=active) for active in (True, False)]
    assert Walk("input front-door fire", *script).item().result is WalkResult.PASSED
    stranger = InputChanged(owner="lab-door", name="fire", active=True)
    assert Walk("input front-door fire", stranger, patience=5).item().result is WalkResult.FAILED


@pytest.mark.parametrize(("word", "result"), [("s", WalkResult.SKIPPED), ("f", WalkResult.FAILED)])
def test_a_skip_and_a_failure_need_their_reason(word: str, result: WalkResult) -> None:
    walk = Walk("rex front-door", word, f"{word} the button is not fitted yet")
    item = walk.item()
    assert (item.result, item.note) == (result, "the button is not fitted yet")
    assert any("REASON" in line for line in walk.said), "what was typed first is answered with what there is"


@pytest.mark.parametrize("leave", ["q", HungUp()])
def test_leaving_leaves(leave: object) -> None:
    with pytest.raises(Left):
        Walk("reader rdr-front-in", leave).item()


@pytest.mark.parametrize(("waited", "seen"), [(29.0, True), (30.0, True), (30.001, False)])
def test_patience_ends_at_its_second(waited: float, seen: bool) -> None:
    walk = Walk("reader rdr-front-in", patience=30)
    inbox = walk.inbox
    event = Happened(Envelope(site="hq", src=AGENT, boot=1, seq=1, at=MORNING, body=read("rdr-front-in")))

    def then(until: float | None) -> Item | None:
        assert until is not None
        inbox.ticks = min(waited, until)
        return event if waited <= until else None

    inbox.next = then  # type: ignore[method-assign]
    assert (walk.item().result is WalkResult.PASSED) is seen


def test_after_the_last_line_there_is_nothing_more_to_wait_for() -> None:
    inbox = Inbox(lambda: 0.0)
    inbox.put(HungUp())
    assert inbox.next(None) == HungUp()
    assert inbox.next(None) == HungUp()


def texts() -> list[tuple[str, Text]]:
    steps = [(point.id, step) for point in POINTS.values() for step in steps_of(SITE, point, reads_back=True)]
    pick: dict[type, Callable[..., list[Text]]] = {
        Await: lambda step: [step.say],
        Confirm: lambda step: [step.ask, step.no],
        Release: lambda _: [],
    }
    return [(point, text) for point, step in steps for text in pick[type(step)](step)]


def test_every_instruction_is_there_in_both_languages() -> None:
    found = texts()
    assert len(found) > len(POINTS)
    for point, text in found:
        assert text.en, point
        assert text.zh, point
