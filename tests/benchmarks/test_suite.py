"""The runner: every suite runs, results are kept, a missed target is told."""

import json
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.figures import Bound, Figure, Target
from benchmarks.suite import Options, Run, run_suites


def figure(value: float) -> Figure:
    floor = Target(reference_name="floor", reference=1.0, bound=Bound.AT_MOST, ratio=2.0)
    return Figure(name="p50", value=value, unit="ms", target=floor)


@pytest.mark.parametrize(("values", "met"), [((1.0, 2.0), True), ((3.0, 1.0), False), ((1.0, 3.0), False)])
def test_all_suites_run_and_one_miss_is_enough(
    values: tuple[float, float], met: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_name = dict(zip(("first", "second"), values, strict=True))

    def find(name: str) -> Run:
        return lambda _options: [figure(by_name[name])]

    assert run_suites(("first", "second"), Options(), tmp_path, find) is met
    assert {path.name for path in tmp_path.iterdir()} == {"first.json", "second.json"}
    kept = [json.loads((tmp_path / f"{name}.json").read_text())["met"] for name in by_name]
    assert kept == [value <= 2 for value in values]
    assert capsys.readouterr().out.count("figure") == 2


def test_an_unknown_suite_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["no-such"])
    assert stop.value.code == 2
    said = capsys.readouterr().err
    assert "expected one of path_floor, " in said
    assert "came no_such" in said
