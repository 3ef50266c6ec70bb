"""The sandbox is there where nobody real can be reached by mistake: `TAGIH_MESSAGES=sandbox`, or a demonstration."""

from django.conf import settings


def is_set_up() -> bool:
    """This will tell whether messages may go to the sandbox."""
    return settings.TAGIH_MESSAGES == "sandbox"
