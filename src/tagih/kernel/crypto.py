"""Personal values at rest: AES-256-GCM with a key id for rotation, and a keyed hash to search by.

`TAGIH_DATA_KEYS` is `id:base64,id:base64` with the current key first (32 bytes each); without it a key is made once in
`TAGIH_HOME/keys` (`data`, then `data.2`, ...: the highest is current). `TAGIH_SEARCH_KEY` keys the hash. While
`TAGIH_SEARCH_KEY_OLD` is set beside it, values may still carry the old hash: look-ups ask for both (`search_hashes`)
until `tagih keys rotate` has hashed every value again.
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
    return seal(text.encode(), context=context)


def seal(data: bytes, *, context: str) -> bytes:
    """This will encrypt bytes, such as a file, as `encrypt` does text."""
    identifier, cipher = next(iter(_ciphers().items()))
    nonce = os.urandom(_NONCE)
    return _FORM + identifier + nonce + cipher.encrypt(nonce, data, context.encode())


def decrypt(token: bytes | memoryview, *, context: str) -> str:
    """This will decrypt what `encrypt` made, with whichever known key made it.

    :raises Undecipherable:
    """
    return unseal(token, context=context).decode()


def unseal(token: bytes | memoryview, *, context: str) -> bytes:
    """This will decrypt what `seal` made.

    :raises Undecipherable:
    """
    token = bytes(token)
    cipher = _ciphers().get(token[1:5])
    if token[:1] != _FORM or cipher is None:
        raise Undecipherable("made with an unknown key")
    try:
        return cipher.decrypt(token[5 : 5 + _NONCE], token[5 + _NONCE :], context.encode())
    except InvalidTag:
        raise Undecipherable("damaged, or of another context") from None


def needs_renewal(token: bytes | memoryview) -> bool:
    """This will tell whether the value was made with an older key than the current one."""
    return bytes(token[1:5]) != next(iter(_ciphers()))


def data_key() -> bytes:
    """This will return the four bytes by which a stored value names the current key, after its first byte."""
    return next(iter(_ciphers()))


def search_hash(text: str, *, context: str) -> bytes:
    """This will return 32 bytes that are equal for equal texts and tell nothing about them without the key."""
    return search_hashes(text, context=context)[0]


def search_hashes(text: str, *, context: str) -> list[bytes]:
    """This will return the hash with the current key, and with the old one while values are hashed again."""
    return [hmac.digest(key, f"{context}\x1f{text}".encode(), "sha256") for key in _search_keys()]


def search_key_changes() -> str:
    """This will return the fingerprint of the current search key while an old one is still accepted, blank otherwise.

    The fingerprint tells nothing about the key.
    """
    keys = _search_keys()
    return hmac.digest(keys[0], b"fingerprint", "sha256").hex()[:16] if len(keys) > 1 else ""


def keys_in_settings() -> bool:
    """This will tell whether the data keys come from the settings, not from TAGIH_HOME."""
    return bool(os.environ.get("TAGIH_DATA_KEYS"))


def forget_keys() -> None:
    """This will read the keys again when they are next needed."""
    _ciphers.cache_clear()
    _search_keys.cache_clear()


@functools.cache
def _ciphers() -> dict[bytes, AESGCM]:
    listed = os.environ.get("TAGIH_DATA_KEYS")
    if not listed:
        home.key("data")
        return {
            _identifier("home" if number == 1 else f"home.{number}"): AESGCM(hashlib.sha256(secret.encode()).digest())
            for number, secret in home.generations("data")
        }
    found = {}
    for part in listed.split(","):
        name, _, secret = part.strip().partition(":")
        try:
            found[_identifier(name)] = AESGCM(base64.b64decode(secret, validate=True))
        except (binascii.Error, ValueError):
            raise ImproperlyConfigured("TAGIH_DATA_KEYS is id:base64 of 32 bytes, comma separated") from None
    return found


@functools.cache
def _search_keys() -> tuple[bytes, ...]:
    told = [os.environ.get("TAGIH_SEARCH_KEY") or home.key("search"), os.environ.get("TAGIH_SEARCH_KEY_OLD") or ""]
    distinct = dict.fromkeys(secret for secret in told if secret)
    return tuple(hashlib.sha256(secret.encode()).digest() for secret in distinct)


def _identifier(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()[:4]
