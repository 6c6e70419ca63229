"""Keys against published vectors, so that two faults of one hand cannot agree with each other."""

import base64
import hmac

from gate.domain.card import card_number
from gate.keys.box import derive
from gate.keys.cards import card_hash
from gate.keys.signing import Signer, Verifier
from gate.keys.tags import Tagger


def test_ed25519_of_rfc_8032_7_1_test_2() -> None:
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    signer = Signer(seed)
    assert signer.public == public
    assert base64.b64decode(signer.sign(b"\x72")) == signature
    assert Verifier(public).verify(b"\x72", base64.b64encode(signature).decode())


def test_tag_is_hmac_sha256_of_rfc_4231_case_1() -> None:
    tag = Tagger(b"\x0b" * 20).tag(b"Hi There")
    assert base64.b64decode(tag).hex() == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"


def test_a_cards_name_in_a_pack_is_half_an_hmac_of_its_parts() -> None:
    """Of the standard library: packs that agents keep name cards so."""
    key = bytes(range(32))
    name = hmac.digest(key, b"6:H103013:1234:4567", "sha256")[:16].hex()
    assert card_hash(Tagger(key), card_number("H10301", 4567, 123)) == name


def test_derived_keys_differ_by_purpose_and_secret() -> None:
    keys = {
        derive(secret, purpose) for secret in (b"a" * 32, b"b" * 32) for purpose in ("pin", "pack", "cards")
    }
    assert len(keys) == 6
    assert all(len(key) == 32 for key in keys)
