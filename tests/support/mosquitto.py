"""A private Mosquitto on a free loopback port, for tests and benchmarks."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.children import free_port, listening, mortal, stop, wait_until

# set_tcp_nodelay: without it a QoS 1 round trip takes 42 ms or more on loopback (Nagle and delayed ACK).
CONFIGURATION = """\
listener {port} 127.0.0.1
allow_anonymous true
set_tcp_nodelay true
persistence false
log_dest file {log}
user root
"""


def find_mosquitto() -> str | None:
    """The broker's executable; Debian puts it in /usr/sbin, which is not on everybody's PATH."""
    return shutil.which("mosquitto", path=f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin")


@contextmanager
def running_mosquitto(executable: str, folder: Path) -> Iterator[str]:
    """Run the broker with its files in ``folder``; gives its URL ``mqtt://127.0.0.1:PORT``."""
    port = free_port()
    configuration = folder / "mosquitto.conf"
    configuration.write_text(CONFIGURATION.format(port=port, log=folder / "mosquitto.log"))
    process = subprocess.Popen(mortal([executable, "-c", str(configuration)]), stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: listening(port), process, "mosquitto")
        yield f"mqtt://127.0.0.1:{port}"
    finally:
        stop(process)
