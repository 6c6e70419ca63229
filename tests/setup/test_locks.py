"""The locks: hashed, complete, agreeing with each other, and free of any registry's address."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PYTHON_LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-setup.lock",
    "requirements-node.lock",
)
PIN = re.compile(r"^(?P<name>[\w.-]+)(\[[\w,-]+\])?==(?P<version>[^\s;\\]+)(?P<rest>.*)$", re.MULTILINE)


def pins(lock: str) -> set[tuple[str, str]]:
    """Name and version of each pin; a package may be pinned once per Python version."""
    text = (ROOT / lock).read_text()
    return {(canonicalize_name(match["name"]), match["version"]) for match in PIN.finditer(text)}


def project() -> dict[str, list[str]]:
    """The requirements of pyproject.toml by the lock that must hold them."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = table["dependency-groups"]
    run = [*table["project"]["dependencies"], *groups["build"]]
    return {
        "requirements.lock": run,
        "requirements-dev.lock": [*run, *table["project"]["optional-dependencies"]["dev"]],
        "requirements-setup.lock": groups["setup"],
        "requirements-node.lock": groups["node"],
    }


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_every_requirement_is_pinned_to_a_version_that_it_allows(lock: str) -> None:
    pinned = pins(lock)
    for text in project()[lock]:
        requirement = Requirement(text)
        versions = [
            Version(version) for name, version in pinned if name == canonicalize_name(requirement.name)
        ]
        assert versions, f"{requirement.name} is not in {lock}: run make lock"
        assert all(version in requirement.specifier for version in versions), (
            f"{text} in {lock}: run make lock"
        )


def test_what_runs_is_tested_in_the_same_versions() -> None:
    assert pins("requirements.lock") <= pins("requirements-dev.lock")


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_every_pin_has_hashes_and_no_line_an_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if PIN.match(line):
            assert lines[number + 1].strip().startswith("--hash=sha256:"), line


def test_the_browser_assets_lock_has_hashes_and_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert package["integrity"].startswith("sha512-"), name
