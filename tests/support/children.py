"""Starting and stopping child processes of tests: none outlives the test run, however it ends."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable


def mortal(command: list[str]) -> list[str]:
    """The command, run so that it gets SIGTERM when its parent ends, where util-linux has setpriv."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", *command] if setpriv else command


def stop(process: subprocess.Popen[bytes], grace_s: float = 5.0) -> None:
    """Terminate, wait, kill; returns when the process is gone."""
    process.terminate()
    try:
        process.wait(grace_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_until(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], what: str, limit_s: float = 10.0
) -> None:
    """Return once ``ready()``; raise RuntimeError if the process ends or the time is up first."""
    end = time.monotonic() + limit_s
    while not ready():
        if process.poll() is not None:
            raise RuntimeError(f"expected {what} to start; it ended with exit code {process.returncode}")
        if time.monotonic() > end:
            raise RuntimeError(f"expected {what} to be ready within {limit_s} s")
        time.sleep(0.01)


def free_port() -> int:
    """A TCP port that was free on the loopback address a moment ago."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def listening(port: int) -> bool:
    """Whether something accepts connections on this loopback port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
