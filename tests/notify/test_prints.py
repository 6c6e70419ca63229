"""The queue of labels: printed once, tried again, given up until somebody asks, dropped when there is a newer one."""

import stat
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gate.notify import prints
from gate.notify.book import NotifyBook
from gate.notify.forgetting import forget
from gate.notify.printing import Folder, Lp, NotPrinted, Printing, printer_of
from gate.notify.prints import PAUSES, PrintState
from gate.notify.settings import SettingsInvalid, read_settings
from gate.vault.vault import Vault
from tests.service.rig import MORNING

PAPER = b"%PDF-1.4 a label"


class Printer:
    """Takes papers, or says why not."""

    def __init__(self) -> None:
        self.why = ""
        self.taken: list[bytes] = []

    def take(self, paper: bytes, name: str) -> None:
        if self.why:
            raise NotPrinted(self.why)
        self.taken.append(paper)


class Site:
    """A queue with a printer and a clock."""

    def __init__(self, folder: Path) -> None:
        self.book = NotifyBook(folder / "notify.db")
        self.files = Vault(folder / "files", folder / "keys")
        self.printer, self.now = Printer(), MORNING
        self.printing = Printing(self.book, self.files, self.printer, lambda: self.now)

    def add(self, paper: bytes = PAPER) -> tuple[str, ...]:
        return prints.add(self.book, "w-1", self.files.put(paper), "wang.fang", self.now)

    def step(self, **later: float) -> prints.Print:
        self.now += timedelta(**later)
        self.printing.step()
        return prints.listed(self.book)[0]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.book.close()


def test_a_label_is_printed_once_and_its_paper_dropped(site: Site) -> None:
    site.add()
    paper = prints.listed(site.book)[0].paper
    assert site.step().state is PrintState.PRINTED
    assert site.step(minutes=9).printed_at == MORNING
    assert site.printer.taken == [PAPER]
    assert site.files.get(paper) is None, "a pass is on the paper alone"


def test_it_is_tried_again_at_each_pause_and_given_up_after_the_last(site: Site) -> None:
    site.add()
    site.printer.why = "out of labels"
    assert site.step().state is PrintState.RETRIED
    for place, pause in enumerate(PAUSES, start=1):
        early = site.step(seconds=pause.total_seconds() - 0.001)
        assert early.tries == place, "not before its time"
        row = site.step(seconds=0.001)
        assert row.tries == place + 1
    assert (row.state, row.why) == (PrintState.FAILED, "out of labels")
    site.printer.why = ""
    assert site.step(hours=9).state is PrintState.FAILED, "until somebody asks"
    assert prints.again(site.book, row.id, site.now)
    assert site.step().state is PrintState.PRINTED
    assert not prints.again(site.book, row.id, site.now)


def test_a_newer_label_drops_the_one_that_waits(site: Site) -> None:
    site.add()
    first = prints.listed(site.book)[0].paper
    assert site.add(b"%PDF-1.4 another") == (first,)
    site.step()
    assert site.printer.taken == [b"%PDF-1.4 another"]


def test_a_paper_that_is_gone_says_so(site: Site) -> None:
    site.add()
    site.files.forget(prints.listed(site.book)[0].paper)
    assert site.step().why == "its paper is gone: make a new label"


def test_a_folder_gets_whole_files_that_others_do_not_read(tmp_path: Path) -> None:
    Folder(tmp_path).take(PAPER, "label-7")
    made = tmp_path / "label-7.pdf"
    assert made.read_bytes() == PAPER
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["label-7.pdf"]
    with pytest.raises(NotPrinted, match="No such file"):
        Folder(tmp_path / "gone").take(PAPER, "label-8")


def test_lp_gets_the_paper_and_its_complaint_is_kept(tmp_path: Path) -> None:
    out, good, bad = tmp_path / "out", tmp_path / "lp", tmp_path / "lp-bad"
    good.write_text(f'#!/bin/sh\necho "$@" > {out}.args\ncat > {out}\n')
    bad.write_text('#!/bin/sh\necho "lp: unknown destination" >&2\nexit 1\n')
    for program in (good, bad):
        program.chmod(0o755)
    Lp("labels", str(good)).take(PAPER, "label-7")
    assert out.read_bytes() == PAPER
    assert (tmp_path / "out.args").read_text().split() == ["-d", "labels", "-t", "label-7", "-"]
    with pytest.raises(NotPrinted, match="unknown destination"):
        Lp("labels", str(bad)).take(PAPER, "label-7")
    with pytest.raises(NotPrinted, match="no program"):
        Lp("labels", str(tmp_path / "none")).take(PAPER, "label-7")


def test_lp_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("lp", 20)

    monkeypatch.setattr(subprocess, "run", hangs)
    with pytest.raises(NotPrinted, match="within 20 s"):
        Lp("labels").take(PAPER, "label-7")


@pytest.mark.parametrize("setting", ["labels", "lp:", "lp:-o", "folder:here", "http://printer"])
def test_a_printer_that_is_none_is_refused_at_the_start(setting: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="expected folder:"):
        printer_of(setting)
    file = tmp_path / "notify.toml"
    file.write_text(f'console = "https://gate.example.org"\nprinter = "{setting}"\n')
    with pytest.raises(SettingsInvalid, match="printer: expected"):
        read_settings(file, {})


def test_what_is_erased_leaves_no_label(site: Site) -> None:
    site.add()
    paper = prints.listed(site.book)[0].paper
    assert forget(site.book, "", ("w-2",)) == ()
    assert forget(site.book, "", ("w-1",)) == (paper,)
    assert prints.listed(site.book) == ()
