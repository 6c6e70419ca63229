"""The acts of people: who comes, who is refused, who visits, who leaves. Each says what a person of the site would see,
then what was expected.
"""

from __future__ import annotations

from datetime import timedelta

from gate.domain.card import card_number
from gate.domain.commands import CheckInVisit, CheckOutVisit, DepartPerson, RegisterVisit
from gate.domain.events import AlarmRaised, PassageEnded, RevocationProved
from gate.domain.visit import Items
from gate.roots.day import people as who
from gate.roots.day.hands import pull
from gate.roots.day.stage import Stage


def arrivals(stage: Stage) -> None:
    """Staff come in through the two outer doors and on into the rooms of their work."""
    stage.report.act("Arrivals")
    for name, card in (
        ("Wang Fang", who.WANG),
        ("Li Na", who.LI),
        ("Zhang Min", who.ZHANG),
        ("Zhao Lei", who.ZHAO),
    ):
        answer = stage.present(name, card, "rdr-front-in")
        stage.report.expect(f"{name} is let in", "granted", answer.text)
        stage.report.expect(f"{name} is in the lobby", "entered lobby", stage.walk("front-door"))
    answer = stage.present("Chen Wei with his fob", who.CHEN_FOB, "rdr-bike-in")
    stage.report.expect("a fob on the UART reader opens the bike door", "granted", answer.text)
    stage.report.expect("Chen Wei is in the lobby", "entered lobby", stage.walk("bike-door"))
    for name, card in (("Chen Wei", who.CHEN), ("Zhao Lei", who.ZHAO), ("Li Na", who.LI)):
        stage.present(name, card, "rdr-office-in")
        stage.report.expect(f"{name} is in the office", "entered office", stage.walk("office-door"))


def refusals(stage: Stage) -> None:
    """A reader says no, with every reason; a grant that nobody uses moves nobody."""
    stage.report.act("Denied at the laboratory")
    answer = stage.present("Zhang Min", who.ZHANG, "rdr-lab-in")
    expected = "denied: clearance_too_low no_grant prerequisite_missing:training:secrecy"
    stage.report.expect("every reason is named", expected, answer.text)
    mark = stage.watch.mark()
    try_door = pull(stage, "lab-door")
    stage.report.expect("the door stays locked", "lab-door is locked: it does not move", try_door)
    stage.report.expect("and nothing is raised", [], [e.kind for e in stage.watch.since(mark, AlarmRaised)])
    answer = stage.present("a stranger", who.UNKNOWN, "rdr-front-in")
    stage.report.expect("an unknown card is denied", "denied: unknown_credential", answer.text)
    stage.present("Zhang Min", who.ZHANG, "rdr-office-in")
    mark = stage.watch.mark()
    stage.jump(seconds=7)
    ended = stage.watch.wait(mark, PassageEnded, lambda e: e.portal == "office-door")
    stage.report.expect("a grant not used is no entry", "no_entry", ended.outcome if ended else "nothing")


def visitor(stage: Stage) -> None:
    """A visitor from the desk to the door, through it with her escort, and out."""
    stage.report.act("A visitor")
    now = stage.clock.now()
    receipt = stage.command(
        who.GUARD,
        RegisterVisit(
            name="Ana Souza",
            company="Souza Instruments",
            host="p1001",
            zones=("lobby", "office"),
            starts=now,
            ends=now + timedelta(hours=4),
            escorts=("p1001",),
            purpose="calibration",
            id_kind="passport",
            id_number="FZ123456",
        ),
    )
    visit = receipt.subject
    stage.report.expect("the visit is registered", "done", receipt.outcome)
    badge = card_number("H10301", 31, 200)
    receipt = stage.command(
        who.GUARD, CheckInVisit(visit=visit, card=badge, agreement=True, items=Items.DEPOSITED)
    )
    stage.report.expect("she is checked in with a pool badge", "done", receipt.outcome)
    answer = stage.present("Ana Souza", who.POOL_BADGE, "rdr-front-in")
    stage.report.expect("her badge opens the lobby", "granted", answer.text)
    stage.walk("front-door")
    answer = stage.present("Ana Souza alone", who.POOL_BADGE, "rdr-office-in")
    stage.report.expect("the office waits for her escort", "pending: escort_required", answer.text)
    _exit_and_return(stage)
    stage.present("Ana Souza", who.POOL_BADGE, "rdr-office-in")
    answer = stage.present("Chen Wei, her escort", who.CHEN, "rdr-office-in")
    through = 2 if answer.decision and len(answer.decision.persons) == 2 else 0
    stage.report.expect(
        "the escort's card lets both through", ("granted", 2), (answer.text.split(" ")[0], through)
    )
    stage.report.expect("both are in the office", "entered office", stage.walk("office-door"))
    stage.present("Ana Souza", who.POOL_BADGE, "rdr-office-out")
    stage.walk("office-door", "exited")
    answer = stage.present("Ana Souza", who.POOL_BADGE, "rdr-front-out")
    stage.report.expect("she may leave", "granted", answer.text)
    stage.report.expect("she is outside", "exited outside", stage.walk("front-door", "exited"))
    stage.command(
        who.GUARD, CheckOutVisit(visit=visit, badge_returned=True, evidence="badge handed over at the desk")
    )
    answer = stage.present("her badge, found in a pocket", who.POOL_BADGE, "rdr-front-in")
    stage.report.expect("the returned badge is dead", True, "credential_returned" in answer.text)


def _exit_and_return(stage: Stage) -> None:
    """Chen Wei, who sits in the office, comes out to fetch his visitor."""
    stage.present("Chen Wei", who.CHEN, "rdr-office-out")
    stage.walk("office-door", "exited")


def passback(stage: Stage) -> None:
    """The archive takes nobody who did not come through the laboratory, and nobody alone."""
    stage.report.act("Anti-passback and two persons")
    answer = stage.present("Chen Wei", who.CHEN, "rdr-archive-in", pin="4821")
    stage.report.expect("not from the office", "denied: passback two_person", answer.text)
    for name, card in (("Chen Wei", who.CHEN), ("Li Na", who.LI)):
        stage.present(name, card, "rdr-lab-in")
        stage.report.expect(f"{name} is in the laboratory", "entered lab", stage.walk("lab-door"))
    answer = stage.present("Chen Wei", who.CHEN, "rdr-archive-in", pin="4821")
    stage.report.expect("nobody alone", "pending: two_person", answer.text)
    answer = stage.present("Li Na", who.LI, "rdr-archive-in", pin="7719")
    stage.report.expect("two together", "granted", answer.text)
    stage.report.expect("both are in the archive", "entered archive", stage.walk("archive-door"))


def departure(stage: Stage) -> None:
    """Somebody leaves the company: his badge dies at every door at once, and every agent swears it."""
    stage.report.act("A departure")
    mark = stage.watch.mark()
    refused = stage.command(who.GUARD, DepartPerson(person="p1006", reason="resigned"))
    stage.report.expect("a guard may not", "refused", refused.outcome)
    receipt = stage.command(who.HR, DepartPerson(person="p1006", reason="resigned"))
    stage.report.expect("HR may", "done", receipt.outcome)
    proved = stage.watch.wait(mark, RevocationProved, lambda e: e.person == "p1006")
    stage.say("every agent has sworn it" if proved else "no proof came")
    stage.report.expect("every agent swore it", True, proved is not None)
    mark = stage.watch.mark()
    answer = stage.present("Zhao Lei's badge", who.ZHAO, "rdr-lab-in")
    stage.report.expect(
        "the dead badge is denied", True, answer.text.startswith("denied: credential_revoked")
    )
    alarm = stage.alarm(mark, "revoked_badge", "p1006")
    stage.report.expect("and raises an alarm", True, alarm is not None)
    answer = stage.present("Zhao Lei on his way out", who.ZHAO, "rdr-office-out")
    stage.report.expect(
        "yet nobody is locked in", "granted: (credential_revoked) (person_not_valid)", answer.text
    )
    stage.walk("office-door", "exited")
