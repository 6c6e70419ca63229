"""A verifier as an auditor might write it from docs/record.md alone: nothing of Gate is imported.

    python third_party_verifier.py EXPORT [FIRST-KEY]

Prints ``sealed N, checkpoints M, ok``, or what is wrong first, with exit status 1.
"""

import base64
import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PUBLIC = (
    "seq", "boot", "src_seq", "at", "recorded_at", "src", "type", "portal", "zone", "subject", "request", "body",
)  # fmt: skip
PERSONAL = ("person", "credential", "personal")


Key = tuple[str, int, bytes]  # name, type, public key


class Broken(Exception):
    pass


def need(holds: object, what: str) -> None:
    if not holds:
        raise Broken(what)


def leaf(event: dict[str, Any]) -> bytes:
    """SHA-256(0x00 || public || hidden), section "A row's bytes"."""
    number, receipt = event["seq"], event.get("receipt")
    public = [event[name] for name in PUBLIC]
    apart = [event[name] for name in PERSONAL]
    if receipt is not None:
        public += [receipt["id"], receipt["at"]]
        apart += [receipt["text"]]
    if event["hidden"] is not None:
        need(event["salt"] is None and not any(apart), f"event {number}: erased, and yet not")
        hidden = bytes.fromhex(event["hidden"])
        need(len(hidden) == 32, f"event {number}: hidden is not 32 bytes")
    elif event["salt"] is not None:
        need(any(apart), f"event {number}: a salt for nothing")
        salt = bytes.fromhex(event["salt"])
        need(len(salt) == 16, f"event {number}: the salt is not 16 bytes")
        hidden = sha256(salt + array(apart)).digest()
    else:
        need(not any(apart) and receipt is None, f"event {number}: personal parts without a salt")
        hidden = bytes(32)
    return sha256(b"\0" + array(public) + hidden).digest()


def array(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


class Tree:
    """RFC 6962: the roots of its complete subtrees, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.stack: list[bytes] = []

    def add(self, node: bytes) -> None:
        size = self.size
        while size & 1:
            node = sha256(b"\1" + self.stack.pop() + node).digest()
            size >>= 1
        self.stack.append(node)
        self.size += 1

    def root(self) -> bytes:
        if not self.stack:
            return sha256(b"").digest()
        node = self.stack[-1]
        for left in reversed(self.stack[:-1]):
            node = sha256(b"\1" + left + node).digest()
        return node


def read_key(text: str) -> Key:
    name, key_id, material = text.split("+", 2)
    raw = base64.b64decode(material, validate=True)
    need(sha256(name.encode() + b"\n" + raw).digest()[:4].hex() == key_id, f"key id of {name}")
    return name, raw[0], raw[1:]


def signed(public: bytes, content: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except InvalidSignature:
        return False
    return True


def split_note(note: str) -> tuple[str, list[list[str]]]:
    text, _, lines = note.rpartition("\n\n")
    return text + "\n", [line.removeprefix("— ").split(" ") for line in lines.strip().split("\n")]


def signature_of(lines: list[list[str]], key: Key) -> bytes:
    """The bytes behind the key id in the one line of this key."""
    name, kind, public = key
    key_id = sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]
    for by, material in lines:
        raw = base64.b64decode(material, validate=True)
        if by == name and raw[:4] == key_id:
            return raw[4:]
    raise Broken(f"no signature of {name}")


def check_note(note: str, key: Key) -> list[str]:
    text, lines = split_note(note)
    need(signed(key[2], text.encode(), signature_of(lines, key)), f"the signature of {key[0]} does not hold")
    return text.split("\n")[:-1]


def check_countersignature(note: str, line: str, key: Key) -> None:
    text, _ = split_note(note)
    raw = signature_of([line.removeprefix("— ").split(" ")], key)
    message = f"cosignature/v1\ntime {int.from_bytes(raw[:8], 'big')}\n{text}".encode()
    need(signed(key[2], message, raw[8:]), f"the countersignature of {key[0]} does not hold")


def verify(path: str, pinned: str = "") -> tuple[int, int]:
    keys: list[Key] = []
    witnesses: dict[str, Key] = {}
    tree, heads, sealed, ended = Tree(), 0, 0, False
    before = f"since 0 {base64.b64encode(bytes(32)).decode()}"
    with Path(path).open(encoding="utf-8") as file:
        for raw in file:
            need(not ended, "lines behind the end")
            ((kind, content),) = json.loads(raw).items()
            if kind == "event":
                need(
                    content["seq"] == tree.size + 1,
                    f"event {tree.size + 1} is missing or another stands in its place",
                )
                made = leaf(content)
                need(made.hex() == content["leaf"], f"event {content['seq']} was altered")
                tree.add(made)
                introduce(content, keys, witnesses, pinned)
            elif kind == "checkpoint":
                need(bool(keys), "a checkpoint before any key")
                origin, size, root, _, *since = check_note(content["note"], keys[-1])
                need(not since or since[0] == before, f"the checkpoint before that of {size} was removed")
                need(keys[-1][0].startswith(origin + "/seal/"), f"a checkpoint of {origin}")
                need(
                    int(size) == content["size"] == tree.size,
                    f"the checkpoint of {size} events stands behind {tree.size}",
                )
                need(
                    base64.b64decode(root) == tree.root(), f"one of events {sealed + 1} to {size} was altered"
                )
                for agent, line in content["countersignatures"].items():
                    check_countersignature(content["note"], line, witnesses[agent])
                heads, sealed = heads + 1, tree.size
                noted = base64.b64encode(sha256(content["note"].encode()).digest()).decode()
                before = f"since {size} {noted}"
            elif kind == "end":
                ended = True
                need(content["size"] == tree.size, f"events are missing: {content['size']} were sealed")
                need(content["frontier"] == b"".join(tree.stack).hex(), "the end is of another tree")
    need(ended, "the export has no end")
    return sealed, heads


def introduce(event: dict[str, Any], keys: list[Key], witnesses: dict[str, Key], pinned: str) -> None:
    """Keys come in events: the first is taken or pinned, each later one is signed by the one before."""
    if event["type"] == "SealKeyIntroduced":
        note = json.loads(event["body"])["note"]
        text = split_note(note)[0].split("\n")
        key = read_key(text[2])
        need(text[1] == str(len(keys) + 1), f"key {text[1]} out of turn")
        need(keys or pinned in ("", text[2]), "the first key is another one")
        for by in [*keys[-1:], key]:
            check_note(note, by)
        keys.append(key)
    elif event["type"] == "WitnessIntroduced":
        body = json.loads(event["body"])
        witnesses[body["agent"]] = read_key(body["key"])


if __name__ == "__main__":
    try:
        print("sealed {}, checkpoints {}, ok".format(*verify(*sys.argv[1:])))
    except (Broken, KeyError, TypeError, ValueError) as fault:
        print(f"BROKEN: {fault}")
        sys.exit(1)
