from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a person may do with letters."""

    SEE_LETTERS = "letters.see_letters"
    WRITE_LETTERS = "letters.write_letters"
    CARRY_LETTERS = "letters.carry_letters"
    EDIT_LETTERHEAD = "letters.edit_letterhead"


SENTENCES: dict[Permission, str | Promise] = {
    Permission.SEE_LETTERS: _("see letters of the own units"),
    Permission.WRITE_LETTERS: _("write, print and void letters"),
    Permission.CARRY_LETTERS: _("record that a letter was delivered or came back"),
    Permission.EDIT_LETTERHEAD: _("edit the letterhead"),
}
