"""``gate broker``: the embedded broker, for demos and small sites on one machine."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Annotated

import typer

from gate.roots.options import log_to_stderr
from gate.roots.shape import UserError, new_app
from gate.roots.until import until_stopped

app = new_app("Serve the embedded MQTT broker on loopback until stopped.")


@app.command()
def broker(
    port: Annotated[int, typer.Option(help="TCP port")] = 1883,
    host: Annotated[str, typer.Option(help="a loopback address")] = "127.0.0.1",
) -> None:
    """Serve the embedded MQTT broker on loopback until stopped."""
    from gate.bus.broker import serve

    log_to_stderr()
    with contextlib.suppress(KeyboardInterrupt):
        try:
            asyncio.run(until_stopped(serve(host, port)))
        except (OSError, ValueError) as error:
            raise UserError(str(error)) from error
