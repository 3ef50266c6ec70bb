"""What ties the operations of a phone together: take one out or change one, and the next one tells."""

import hashlib
from collections.abc import Iterable


def digest(previous: str, identity: str, kind: str, body: str) -> str:
    """This will return the digest of an operation, over its text exactly as the phone wrote it."""
    return hashlib.sha256("\n".join((previous, identity, kind, body)).encode()).hexdigest()


def gaps(links: Iterable[tuple[int, str, str]]) -> list[int]:
    """This will return the numbers before which a chain of (number, previous, digest) is broken or has a hole."""
    found, last = [], None
    for number, previous, own in sorted(links):
        if last is not None and (number != last[0] + 1 or previous != last[1]):
            found.append(number)
        last = number, own
    return found
