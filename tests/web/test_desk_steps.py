"""The desk's steps before a badge, one form each, and what they say when something does not fit."""

import io
import re
from datetime import date
from typing import Any

import cv2
import numpy as np
import pytest
from pypdf import PdfReader

from gate.domain.commands import Actor
from gate.domain.desk_commands import AddWatchEntries, PublishAgreement, PutWatchList, Watched
from gate.domain.desk_commands import AgreementWording as Wording
from gate.domain.desk_record import Identified
from gate.domain.rights import Role
from gate.domain.visit import Items, VisitState
from gate.domain.visit_file import VisitFile
from gate.domain.watchlist import WatchAction
from simulators.id_reader import IdReader, served
from tests.web.desk import Browser, Desk
from tests.web.test_desk import CHECK_IN, VISITOR, registered

KEEPER = Actor(user="chen.wei", role=Role.MANAGER)
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F3004157ZE184226B<<<<<16"
CARD = {"name": "陈丽", "number": "11010519491231002X", "valid": "20200101-20400101"}


def guard(desk: Desk, language: str = "en") -> Browser:
    return desk.browser("wang.fang", language)


def file_of(desk: Desk, path: str) -> VisitFile:
    return desk.rig.facts.visits[path.rsplit("/", 1)[1]]


def record(desk: Desk, path: str) -> Any:
    return desk.rig.facts.desk.records.get(path.rsplit("/", 1)[1])


def revision(desk: Desk, path: str) -> int:
    known = record(desk, path)
    return known.revision if known else 0


def step(desk: Desk, browser: Browser, path: str, what: str, **fields: Any) -> Any:
    return browser.post(f"{path}/{what}", revision=revision(desk, path), **fields)


def watch(desk: Desk, name: str, action: WatchAction = WatchAction.BLOCK) -> None:
    rig = desk.rig
    list_id = rig.command(
        PutWatchList(name="Banned", action=action, owner="p1001", review_on=date(2027, 6, 1)), KEEPER
    ).subject
    rig.command(AddWatchEntries(list_id=list_id, entries=(Watched(name=name),)), KEEPER)


def publish(desk: Desk, text: str = "I keep what I see to myself.\n\nAll of it.") -> None:
    wordings = (
        Wording(language="en", title="Confidentiality", text=text),
        Wording(language="zh", title="保密承诺书", text="本人承诺保守所知悉的一切秘密。"),
    )
    desk.rig.command(PublishAgreement(wordings=wordings), KEEPER)


def picture(level: int = 128, spread: int = 60) -> bytes:
    """A picture with something on it."""
    noise = np.random.default_rng(1).integers(-spread, spread + 1, (240, 320, 3))
    image = np.clip(noise + level, 0, 255).astype(np.uint8)
    return bytes(cv2.imencode(".jpg", image)[1])


# ── identity ─────────────────────────────────────────────────────────────────


def test_a_passport_is_read_and_its_number_kept_nowhere(desk: Desk) -> None:
    browser = guard(desk)
    path = registered(browser, id_kind="", id_number="")
    assert step(desk, browser, path, "identity", zone=PASSPORT).status_code == 302
    page = browser.get(path).text
    assert "Passport ···· 02C3, read from its zone" in page
    assert "Anna Maria Eriksson" in page
    known = record(desk, path)
    assert (known.identified, known.nationality, known.born) == (Identified.MRZ, "UTO", date(1974, 8, 12))
    everything = b"".join(each.read_bytes() for each in desk.console.evidence.parent.glob("gate.db*"))
    assert b"L898902C3" not in everything


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"zone": PASSPORT.replace("7408122", "7408123")}, "the birth date: expected check digit 2"),
        ({"zone": "P<UTO"}, "expected 90, 72 or 88 characters; got 5"),
        ({"id_kind": "passport", "id_number": ""}, "Type the number as it is printed."),
        ({"id_kind": "library", "id_number": "1"}, "Say which document the number is of."),
        ({"id_kind": "id_card", "id_number": "110105194912310021"}, "This is no number of an identity card"),
    ],
)
def test_a_document_that_was_misread_is_not_taken_down(desk: Desk, fields: dict[str, str], said: str) -> None:
    browser = guard(desk)
    path = registered(browser, id_kind="", id_number="")
    answer = step(desk, browser, path, "identity", **fields)
    assert answer.status_code == 400
    assert said in answer.text.replace("&#39;", "'")
    assert file_of(desk, path).visit.state is VisitState.APPROVED
    assert record(desk, path) is None


def test_an_expired_document_stands_in_the_way(desk: Desk) -> None:
    browser = guard(desk)
    path = registered(browser, id_kind="", id_number="")
    old = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
    step(desk, browser, path, "identity", zone=old)
    assert "The document ended on 2012-04-15: read another" in browser.get(path).text
    assert f"{path}/check-in" not in browser.get(path).text


def test_the_card_on_the_reader_and_a_reader_that_is_away(desk: Desk) -> None:
    reader, browser = IdReader(), guard(desk)
    path = registered(browser, id_kind="", id_number="")
    assert "No card reader is set up at this desk." in step(desk, browser, path, "identity/reader").text
    from dataclasses import replace

    from gate.identity.bridge import Bridge
    from web.console import KEY

    with served(reader) as url:
        desk.app.extensions[KEY] = replace(desk.console, card_reader=Bridge(url))
        assert "No card lies on the reader." in step(desk, browser, path, "identity/reader").text
        reader.card = {**CARD, "number": "110105194912310021"}
        assert "The card could not be read." in step(desk, browser, path, "identity/reader").text
        reader.card = CARD
        assert step(desk, browser, path, "identity/reader").status_code == 302
    assert "Identity card ···· 002X, read from its chip" in browser.get(path).text
    assert "陈丽" in guard(desk, "zh-CN").get(path).text
    assert "The card reader does not answer." in step(desk, browser, path, "identity/reader").text


# ── photo ────────────────────────────────────────────────────────────────────


def test_a_photo_is_sealed_and_shown_with_its_visit_alone(desk: Desk) -> None:
    browser = guard(desk)
    path = registered(browser)
    answer = step(desk, browser, path, "photo", photo=(io.BytesIO(picture()), "p.jpg"))
    assert answer.status_code == 302, answer.text
    shown = browser.get(f"{path}/photo.jpg")
    assert (shown.status_code, shown.mimetype, shown.data[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")
    on_disk = [each.read_bytes() for each in (desk.console.evidence.parent / "desk-files").iterdir()]
    assert on_disk
    assert not [each for each in on_disk if b"\xff\xd8\xff" in each]
    assert browser.get(f"{registered(browser)}/photo.jpg").status_code == 404
    assert desk.browser("qian.hui").get(f"{path}/photo.jpg").status_code == 403


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (picture(5, 3), "too dark"),
        (picture(250, 3), "too bright"),
        (picture(128, 2), "nothing on the picture"),
        (b"GIF89a, perhaps", "no picture that can be read"),
        (b"", "no picture that can be read"),
    ],
)
def test_a_picture_of_nobody_is_refused(desk: Desk, content: bytes, said: str) -> None:
    browser = guard(desk)
    path = registered(browser)
    answer = step(desk, browser, path, "photo", photo=(io.BytesIO(content), "p.jpg"))
    assert answer.status_code == 400
    assert said in answer.text


# ── screening ────────────────────────────────────────────────────────────────


def test_a_held_visitor_is_explained_and_only_the_keeper_lets_him_go(desk: Desk) -> None:
    watch(desk, "Kowalska Marta")
    browser = guard(desk)
    path = registered(browser)
    page = browser.get(path).text
    assert "Held: Kowalska Marta (the same words in another order)" in page
    assert f"{path}/check-in" not in page
    entry = record(desk, path).hits[0].entry
    refused = step(desk, browser, path, f"hits/{entry}", same="no", reason="another person")
    assert refused.status_code == 409
    assert "whoever keeps the lists" in refused.text
    assert browser.post(f"{path}/check-in", **CHECK_IN).status_code == 409


def test_a_possible_hit_is_judged_by_the_guard_with_a_reason(desk: Desk) -> None:
    watch(desk, "Martha Kovalska")
    browser = guard(desk)
    path = registered(browser)
    assert "Perhaps on a watchlist" in browser.get(path).text
    entry = record(desk, path).hits[0].entry
    missing = step(desk, browser, path, f"hits/{entry}")
    assert missing.status_code == 400
    assert "Say whether it is the same person." in missing.text
    assert "Say how you know." in missing.text
    assert step(desk, browser, path, f"hits/{entry}", same="no", reason="other photo").status_code == 302
    assert browser.post(f"{path}/check-in", **CHECK_IN).status_code == 302


# ── agreement ────────────────────────────────────────────────────────────────


def sign(desk: Desk, browser: Browser, path: str, language: str = "en", **fields: Any) -> Any:
    page = browser.get(f"{path}/agreement?language={language}").text
    hidden = dict(re.findall(r'name="(version|language|text_sha256)" value="([^"]+)"', page))
    return step(desk, browser, path, "agreement", **{**hidden, **fields})


@pytest.mark.regime("D2")
def test_the_agreement_is_shown_whole_signed_and_frozen_as_a_paper(desk: Desk) -> None:
    publish(desk)
    browser = guard(desk)
    path = registered(browser)
    assert browser.post(f"{path}/check-in", **CHECK_IN).status_code == 409, "paper is not enough any more"
    assert "All of it." in browser.get(f"{path}/agreement").text
    assert sign(desk, browser, path, "zh", typed_name="Łucja Żółć 陈丽").status_code == 302
    paper = browser.get(f"{path}/agreement.pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.data)).pages)
    assert "本人承诺保守所知悉的一切秘密。" in text
    assert "Łucja Żółć 陈丽" in text
    assert desk.rig.facts.desk.texts["zh"].sha256 in text.replace("\n", "")
    assert browser.get(f"{path}/agreement.pdf").data == paper.data, "the same paper each time"
    assert browser.post(f"{path}/check-in", **CHECK_IN).status_code == 302


def test_a_new_version_asks_again_and_an_old_page_is_not_signed(desk: Desk) -> None:
    publish(desk)
    browser = guard(desk)
    path = registered(browser)
    old = browser.get(f"{path}/agreement").text
    publish(desk, "Something else.")
    hidden = dict(re.findall(r'name="(version|language|text_sha256)" value="([^"]+)"', old))
    answer = step(desk, browser, path, "agreement", typed_name="Marta", **hidden)
    assert answer.status_code == 409
    assert sign(desk, browser, path, typed_name="Marta").status_code == 302
    publish(desk, "And again.")
    assert "There is a newer text: to be signed again" in browser.get(path).text


def test_a_refusal_is_recorded_and_stands_in_the_way(desk: Desk) -> None:
    publish(desk)
    browser = guard(desk)
    path = registered(browser)
    page = browser.get(f"{path}/agreement").text
    hidden = dict(re.findall(r'name="(version|language|text_sha256)" value="([^"]+)"', page))
    assert step(desk, browser, path, "agreement/refuse", **hidden).status_code == 400
    assert step(desk, browser, path, "agreement/refuse", reason="will not", **hidden).status_code == 302
    assert "refused to sign" in browser.get(path).text
    assert f"{path}/check-in" not in browser.get(path).text
    text = PdfReader(io.BytesIO(browser.get(f"{path}/agreement.pdf").data)).pages[0].extract_text()
    assert "will not" in text


# ── things ───────────────────────────────────────────────────────────────────


def test_a_banned_phone_goes_into_a_locker_and_back(desk: Desk) -> None:
    browser = guard(desk)
    path = registered(browser, zones=["lobby", "office"])
    assert step(desk, browser, path, "items", kind="laptop", serial="SN-1").status_code == 302
    assert file_of(desk, path).visit.items is Items.NONE, "nothing is banned in the office"
    assert browser.post(f"{path}/check-in", **CHECK_IN).status_code == 302
    page = browser.get(path).text
    assert "Things to be reconciled" in page
    item = next(iter(desk.rig.facts.desk.items[path.rsplit("/", 1)[1]]))
    wrong = step(desk, browser, path, f"items/{item}/out", state="taken_out", serial="SN-2")
    assert wrong.status_code == 409
    assert "serial number differs" in wrong.text
    browser.post(f"{path}/check-out", returned="yes", evidence="seen_leaving")
    assert file_of(desk, path).visit.state is VisitState.CHECKED_OUT, "a thing is not accounted for"
    assert step(desk, browser, path, f"items/{item}/out", state="taken_out", serial="sn1").status_code == 302
    assert file_of(desk, path).visit.state is VisitState.CLOSED


# ── finding ──────────────────────────────────────────────────────────────────


def test_a_visit_is_found_as_it_is_typed(desk: Desk) -> None:
    browser = guard(desk)
    path = registered(browser)
    for words in ("Marta", "mk", "Łódź", "Chen Wei", "陈伟", "optics kowal", path.rsplit("/", 1)[1]):
        assert path in browser.get("/desk/found", query_string={"q": words}).text, words
    assert path not in browser.get("/desk/found", query_string={"q": "nobody at all"}).text


def test_the_pass_on_the_label_finds_the_visit_and_an_older_one_does_not(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web.desk import passes

    codes = ["GV" + letter * 26 for letter in "AB"]
    given = iter(codes)
    monkeypatch.setattr(passes, "new_code", lambda: next(given))
    browser = guard(desk)
    path = registered(browser, name="尉迟恭 Łódź 🫠", company="مرحبا")
    label = browser.post(f"{path}/label")
    text = PdfReader(io.BytesIO(label.data)).pages[0].extract_text()
    assert "尉迟恭" in text
    assert "Łódź □" in text, "what no font has is marked, not dropped"
    assert browser.post("/desk/scan", text=codes[0].lower()).headers["Location"] == path
    browser.post(f"{path}/label")
    assert browser.post("/desk/scan", text=codes[0]).status_code == 404
    assert browser.post("/desk/scan", text=codes[1]).headers["Location"] == path
    assert codes[1] not in str(desk.rig.outcomes[-1])


def test_a_scan_of_a_badge_or_a_passport_jumps_to_the_visit(desk: Desk) -> None:
    browser = guard(desk)
    path = registered(browser, name="Anna Maria Eriksson")
    bare = "".join(PASSPORT.split())
    assert browser.post("/desk/scan", text=bare).headers["Location"] == path
    browser.post(f"{path}/check-in", **CHECK_IN)
    assert browser.post("/desk/scan", text="200:31").headers["Location"] == path
    other = registered(browser, id_kind="", id_number="")
    visit = other.rsplit("/", 1)[1]
    answer = browser.post(
        "/desk/scan", text=bare, zone=bare, visit=visit, revision=str(revision(desk, other))
    )
    assert answer.status_code == 302, answer.text
    assert record(desk, other).identified is Identified.MRZ


# ── bad input ────────────────────────────────────────────────────────────────


def test_two_guards_and_one_visit(desk: Desk) -> None:
    first, second = guard(desk), guard(desk)
    path = registered(first)
    seen = revision(desk, path)
    assert first.post(f"{path}/items", revision=seen, kind="phone").status_code == 302
    late = second.post(f"{path}/items", revision=seen, kind="phone")
    assert late.status_code == 409
    assert "somebody else changed the visit meanwhile" in late.text
    late = second.post(f"{path}/check-in", **CHECK_IN, revision=seen)
    assert late.status_code == 409
    assert len(desk.rig.facts.desk.items[path.rsplit("/", 1)[1]]) == 1


def test_a_form_sent_twice_is_one_thing(desk: Desk) -> None:
    browser = guard(desk)
    path = registered(browser)
    key = "a" * 32
    for _ in range(2):
        assert browser.post(f"{path}/items", revision=0, kind="phone", key=key).status_code == 302
    assert len(desk.rig.facts.desk.items[path.rsplit("/", 1)[1]]) == 1


@pytest.mark.parametrize("name", ["陈" * 100, "😀 שלום مرحبا"], ids=["long", "odd"])
def test_names_of_all_kinds_come_through_whole(desk: Desk, name: str) -> None:
    browser = guard(desk)
    path = registered(browser, name=name)
    assert name in browser.get(path).text
    assert browser.post(f"{path}/check-in", **CHECK_IN).status_code == 302


def test_a_host_who_left_stands_in_the_way(desk: Desk) -> None:
    from gate.domain.commands import DepartPerson
    from tests.service.rig import HR

    browser = guard(desk)
    path = registered(browser, host="p1004", host_escorts="no")
    desk.rig.command(DepartPerson(person="p1004", reason="end"), HR)
    page = browser.get(path).text
    assert "has left the company: the visit needs another host" in page
    assert f"{path}/check-in" not in page
    assert browser.post(f"{path}/check-in", **CHECK_IN).status_code == 409
    assert VISITOR["host"] == "p1001"


def test_watchlist_rows_from_a_file_are_taken_or_named(desk: Desk) -> None:
    keeper = desk.browser("chen.wei")
    answer = keeper.post("/watchlists", name="Banned", action="block", owner="p1001", review_on="2027-06-01")
    path = str(answer.headers["Location"])
    rows = "name,name_zh,born,id_kind,id_number,note\n李雷,李雷,1980-01-31,,,theft\n,,,,,x\nBob,,31.1.80,,,\n"
    for encoding in ("utf-8-sig", "gb18030"):
        file = (io.BytesIO(rows.encode(encoding)), "list.csv")
        page = keeper.post(f"{path}/import", file=file).text
        assert "Line 3: A name is needed." in page
        assert "Line 4: The birth date must be written" in page
    assert [entry.name for entry in desk.rig.facts.desk.entries.values()] == ["李雷"]
    bad = keeper.post(f"{path}/import", file=(io.BytesIO(b"\xff\xfe\xff\x00"), "list.csv"))
    assert bad.status_code == 400
    assert "neither UTF-8 nor GB 18030" in bad.text or "must name the columns" in bad.text
    assert desk.browser("wang.fang").get("/watchlists").status_code == 403
