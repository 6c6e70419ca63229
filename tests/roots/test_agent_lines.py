"""From profiles to the OSDP driver: the line's timings, and what each reader's bytes mean."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from drivers.osdp.line import OsdpLine
from firmware_profiles.load import load_profile
from firmware_profiles.osdp import OsdpFacts
from gate.domain.hardware import DeviceConfig
from gate.domain.signals import Sense
from gate.domain.site import Site
from gate.roots import agent_lines
from gate.roots.agent_lines import build_lines
from gate.site.load import load_site

EXAMPLE = Path(__file__).parents[1] / "examples" / "hq.site.toml"
SITE: Site = load_site(EXAMPLE)


def test_a_line_is_as_eager_as_its_most_eager_reader_and_as_patient_as_its_slowest() -> None:
    timing = agent_lines._timing(
        [
            OsdpFacts(poll_ms=100, reply_timeout_ms=350, offline_after_ms=8000),
            OsdpFacts(poll_ms=40, reply_timeout_ms=200, offline_after_ms=5000),
        ]
    )
    assert (timing.poll_interval_s, timing.reply_timeout_s, timing.offline_after_s) == (0.04, 0.35, 5.0)


def test_the_lines_of_an_agent_are_built_with_the_profiles_timings(monkeypatch: pytest.MonkeyPatch) -> None:
    generic = load_profile("osdp-generic-pd")
    slow = generic.model_copy(update={"osdp": OsdpFacts(reply_timeout_ms=400, input_levels={"off": (9,)})})
    monkeypatch.setattr(
        agent_lines, "load_profile", lambda name: slow if name == generic.id else load_profile(name)
    )
    (osdp,) = [
        each for each in build_lines(SITE, "cabinet-1", {}, lambda _: bytes(16)) if each.id == "osdp-1"
    ]
    assert isinstance(osdp, OsdpLine)
    assert osdp._timing is not None
    assert osdp._timing.reply_timeout_s == 0.4
    assert {tuple(reader.inputs.items()) for reader in osdp._readers.values()} == {((9, Sense.OFF),)}


def test_a_reader_of_another_protocol_on_an_osdp_line_is_named() -> None:
    device = DeviceConfig(id="rdr", profile="rdm6300", line="osdp-1")
    with pytest.raises(ValueError, match="device rdr: profile rdm6300 is no OSDP reader's"):
        agent_lines._facts(device)


@pytest.mark.parametrize(
    "levels", [{"off": (0,), "on": (0,)}, {"on": (1, 1)}, {"cut": (256,)}, {"open": (1,)}]
)
def test_a_byte_with_two_meanings_is_refused(levels: dict[str, tuple[int, ...]]) -> None:
    with pytest.raises(ValidationError):
        OsdpFacts.model_validate({"input_levels": levels})
