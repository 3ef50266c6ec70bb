"""Who looks up numbers of a person, such as a credit bureau. `TAGIH_LOOKUP` names it; without a name nobody is asked.

A lender sets one up only with a legal basis for it (UU 27/2022 art. 20) and a contract with the provider.
"""

from django.conf import settings

from tagih.contacts.adapters.lookup.port import Lookup, Wanted
from tagih.contacts.adapters.lookup.sandbox import SandboxLookup

__all__ = ["Lookup", "Wanted", "lookup"]

LOOKUPS: dict[str, type[Lookup]] = {SandboxLookup.name: SandboxLookup}


def lookup() -> Lookup | None:
    """This will return the provider that is set up, None if there is none."""
    named = LOOKUPS.get(settings.TAGIH_LOOKUP)
    return named() if named else None
