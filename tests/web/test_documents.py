"""At the desk: who it is, by a document and a picture."""

import io
from datetime import date

import pytest

from gate.domain.desk_record import Identified
from gate.domain.visit import VisitState
from simulators.id_reader import IdReader, served
from tests.web.desk import Desk
from tests.web.steps import PASSPORT, file_of, guard, picture, record, step
from tests.web.test_desk import registered

CARD = {"name": "陈丽", "number": "11010519491231002X", "valid": "20200101-20400101"}


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
