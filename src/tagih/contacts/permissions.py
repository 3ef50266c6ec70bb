from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a person may do with ways to reach people."""

    SEE_POINTS = "contacts.see_points"
    UNMASK_POINTS = "contacts.unmask_points"
    EDIT_POINTS = "contacts.edit_points"
    WORK_REPAIR = "contacts.work_repair"
    APPROVE_POINTS = "contacts.approve_points"
    SEE_REACH = "contacts.see_reach"
    SEE_REFUSALS = "contacts.see_refusals"
    EDIT_CONSENT = "contacts.edit_consent"
    EDIT_PROOFS = "contacts.edit_proofs"
    EDIT_PACKS = "contacts.edit_packs"
    APPROVE_PACKS = "contacts.approve_packs"


SENTENCES = {
    Permission.SEE_POINTS: _("see contact points, masked"),
    Permission.UNMASK_POINTS: _("unmask a contact point (logged)"),
    Permission.EDIT_POINTS: _("add contact points and report evidence about them"),
    Permission.WORK_REPAIR: _("search for people who cannot be reached, verify numbers by code"),
    Permission.APPROVE_POINTS: _("approve changes of contact data that others asked for, decide about shared numbers"),
    Permission.SEE_REACH: _("see how many people can be reached, and what repair earned"),
    Permission.SEE_REFUSALS: _("see what the contact gate refused, and why"),
    Permission.EDIT_CONSENT: _("record and revoke consents, and what a customer asks for"),
    Permission.EDIT_PROOFS: _("record warning letters, proof of default and letters of assignment"),
    Permission.EDIT_PACKS: _("write the house's contact rules and submit them"),
    Permission.APPROVE_PACKS: _("approve contact rules that somebody else submitted"),
}
