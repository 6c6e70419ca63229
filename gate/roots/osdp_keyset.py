"""How a reader gets its key: which key it holds now, by what right it may be changed, and that it was."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

from drivers.osdp.crypto import diversified_key
from drivers.osdp.errors import OsdpError
from drivers.osdp.field_link import FieldLink, NoAnswer
from drivers.osdp.rekey import KeyNotSet, KeyUnknown, holds, identify, set_key
from gate.keys.reader_keys import ReaderKeys
from gate.roots.osdp_words import identity
from gate.roots.shape import UserError

Say = Callable[[str], None]

NO_ANSWER = (
    "Look at: power at the reader, A and B, address and rate (gate osdp discover finds them), and that no agent runs "
    "on this line."
)
NO_RIGHT = (
    "It holds none of the keys kept for it. A new or reset reader: put it into installation mode, have two people "
    "open an install window (gate osdp window ask, then gate osdp window confirm), and run this again. A reader of a "
    "former system: --from-master FILE. Otherwise reset the reader by its maker's instructions."
)


class KeyGiver:
    """One reader and its keys. ``use_default`` is called before the default key is used, and raises if it must not."""

    def __init__(
        self, link: FieldLink, keys: ReaderKeys, device: str, say: Say, use_default: Callable[[], None] | None
    ) -> None:
        self._link, self._keys, self._device, self._say = link, keys, device, say
        self._use_default = use_default

    async def give(self, *, rotate: bool, master: bytes | None) -> None:
        """Its own random key, proved. Nothing is sent where it holds its key already, unless ``rotate``."""
        try:
            if await self._holds_its_own():
                if not rotate:
                    self._say(
                        "it holds its own key already; nothing was changed (--rotate gives it a new one)"
                    )
                    return
            else:
                await self._take_over(master)
            await self._set()
        except NoAnswer as error:
            raise UserError(f"{error}. {NO_ANSWER}") from error
        except KeyUnknown as error:
            raise UserError(
                f"{error}. Both keys are kept: power the reader off and on, and run this again to find out."
            ) from error
        except KeyNotSet as error:
            self._keys.drop(self._device)
            raise UserError(f"{error}. The reader keeps the key it had.") from error
        except OsdpError as error:
            raise UserError(f"the reader answers, but not as it must: {error}") from error

    async def _holds_its_own(self) -> bool:
        """The key in use, or that of a change which was interrupted: then the change is ended here."""
        current, pending = self._keys.current(self._device), self._keys.pending(self._device)
        if current is not None and await holds(self._link, current, os.urandom):
            self._say("the reader proved the key kept for it")
            return True
        if pending is not None and await holds(self._link, pending, os.urandom):
            self._keys.commit(self._device)
            self._say(
                "the reader proved the key of a change that was interrupted; the change is complete now"
            )
            return True
        return False

    async def _take_over(self, master: bytes | None) -> None:
        if master is not None:
            if not await holds(self._link, partial(diversified_key, master), os.urandom):
                raise UserError("the reader does not hold the key that follows from this master key")
            self._say("the reader proved the key that follows from the master key")
            return
        if self._use_default is None:
            raise UserError(f"no key was changed. {NO_RIGHT}")
        self._use_default()
        if not await holds(self._link, None, os.urandom):
            raise UserError(
                "the reader refuses the default key: is it in installation mode? It must be while its key is set"
            )
        self._say("the reader answers to the default key; the install window allows it")

    async def _set(self) -> None:
        self._say(f"reader: {identity(await identify(self._link))}")
        new = self._keys.prepare(self._device)
        await set_key(self._link, new, os.urandom, self._say)
        self._keys.commit(self._device)
        self._say("the new key is in the key ring: start the agent again, it comes online with it")
