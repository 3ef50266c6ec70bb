from enum import StrEnum

from django.utils.functional import Promise


class Permission(StrEnum):
    """What a person may do in this package."""


SENTENCES: dict[Permission, str | Promise] = {}
