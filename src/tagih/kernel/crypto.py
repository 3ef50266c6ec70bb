"""Personal values at rest: AES-256-GCM with a key id for rotation, and a keyed hash to search by.

`TAGIH_DATA_KEYS` is `id:base64,id:base64` with the current key first (32 bytes each); without it a key is made once in
`TAGIH_HOME/keys`. `TAGIH_SEARCH_KEY` keys the hash and does not rotate: changing it means hashing every value again.
"""

import base64
import binascii
import functools
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ImproperlyConfigured

from tagih.kernel import home

_FORM = b"\x01"
_NONCE = 12


class Undecipherable(ValueError):
    """A stored value was made with a key we do not have, for another context, or was damaged."""


def encrypt(text: str, *, context: str) -> bytes:
    """This will encrypt `text` with the current key. `context` names the column, and must be the same to decrypt."""
    identifier, cipher = next(iter(_ciphers().items()))
    nonce = os.urandom(_NONCE)
    return _FORM + identifier + nonce + cipher.encrypt(nonce, text.encode(), context.encode())


def decrypt(token: bytes | memoryview, *, context: str) -> str:
    """This will decrypt what `encrypt` made, with whichever known key made it.

    :raises Undecipherable:
    """
    token = bytes(token)
    cipher = _ciphers().get(token[1:5])
    if token[:1] != _FORM or cipher is None:
        raise Undecipherable("made with an unknown key")
    try:
        return cipher.decrypt(token[5 : 5 + _NONCE], token[5 + _NONCE :], context.encode()).decode()
    except InvalidTag:
        raise Undecipherable("damaged, or of another context") from None


def needs_renewal(token: bytes | memoryview) -> bool:
    """This will tell whether the value was made with an older key than the current one."""
    return bytes(token[1:5]) != next(iter(_ciphers()))


def search_hash(text: str, *, context: str) -> bytes:
    """This will return 32 bytes that are equal for equal texts and tell nothing about them without the key."""
    return hmac.digest(_search_key(), f"{context}\x1f{text}".encode(), "sha256")


@functools.cache
def _ciphers() -> dict[bytes, AESGCM]:
    listed = os.environ.get("TAGIH_DATA_KEYS")
    if not listed:
        return {_identifier("home"): AESGCM(hashlib.sha256(home.key("data").encode()).digest())}
    found = {}
    for part in listed.split(","):
        name, _, secret = part.strip().partition(":")
        try:
            found[_identifier(name)] = AESGCM(base64.b64decode(secret, validate=True))
        except (binascii.Error, ValueError):
            raise ImproperlyConfigured("TAGIH_DATA_KEYS is id:base64 of 32 bytes, comma separated") from None
    return found


@functools.cache
def _search_key() -> bytes:
    return hashlib.sha256((os.environ.get("TAGIH_SEARCH_KEY") or home.key("search")).encode()).digest()


def _identifier(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()[:4]
