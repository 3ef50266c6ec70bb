"""Plans in plain words: what a person pays when, against what they pay now, and who must agree. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tagih.cases.enums import ArrangementKind
from tagih.cases.queries import arrangements as known
from tagih.kernel import money
from tagih.staff.roles import ROLES


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan as the desk shows it."""

    kind: str
    name: str
    months: int
    length: str  # how long, or by how much longer than the contract
    words: Sequence[str]
    monthly: Decimal
    total: Decimal
    first_due_on: dt.date
    last_due_on: dt.date
    cost: Decimal
    present_value: Decimal
    re_default: Decimal
    lines: Sequence[object]
    approver: str  # blank: within the own mandate


def in_words(
    offers: Sequence[known.Offer], *, asked: known.Asked, mandates: Sequence[known.Mandate], roles: Sequence[str]
) -> list[Plan]:  # fmt: skip
    """This will return the plans that somebody in the house may agree to, spoken out."""
    found = []
    for offer in offers:
        needed = known.approvals_needed(
            offer, proposer=roles, mandates=mandates, second_look_above=known.SECOND_LOOK_ABOVE
        )
        if needed is None:
            continue
        names = [str(ROLES[role].name) for role in needed]
        found.append(
            Plan(
                str(offer.kind), ArrangementKind(offer.kind).label, offer.months, _length(offer), _words(offer, asked),
                offer.monthly, offer.total, offer.first_due_on, offer.last_due_on, offer.cost, offer.present_value,
                offer.re_default, offer.lines, ", ".join(names),
            )
        )  # fmt: skip
    return found


def _length(offer: known.Offer) -> str:
    if not offer.months:
        return ""
    if offer.kind in (ArrangementKind.RESCHEDULE, ArrangementKind.RESTRUCTURE):
        return ngettext("%(n)d month longer", "%(n)d months longer", offer.months) % {"n": offer.months}
    return ngettext("%(n)d month", "%(n)d months", offer.months) % {"n": offer.months}


def _words(offer: known.Offer, asked: known.Asked) -> list[str]:
    first = f"{offer.first_due_on:%d/%m/%Y}"
    says: list[str] = []
    if len(offer.lines) == 1:
        says.append(_("You pay %(total)s once, by %(day)s.") % {"total": money.rupiah(offer.total), "day": first})
    elif offer.replaces:
        says.append(
            ngettext(
                "You pay %(n)d instalment of at most %(most)s, from %(day)s on; the old schedule ends.",
                "You pay %(n)d instalments of at most %(most)s, from %(day)s on; the old schedule ends.",
                len(offer.lines),
            ) % {"n": len(offer.lines), "most": money.rupiah(max(line.total for line in offer.lines)), "day": first}
        )  # fmt: skip
    else:
        says.append(
            _("You pay the arrears in %(n)d parts of %(part)s from %(day)s on, beside the running instalment.")
            % {"n": len(offer.lines), "part": money.rupiah(offer.lines[0].total), "day": first}
        )
    now_due = asked.debt.arrears + asked.debt.instalment
    says.append(
        _("The most in one month is %(most)s; without an agreement %(now)s would be due.")
        % {"most": money.rupiah(offer.monthly), "now": money.rupiah(now_due)}
    )
    if offer.waived.total > 0:
        says.append(_("%(amount)s is forgiven if you keep to it.") % {"amount": money.rupiah(offer.waived.total)})
    more = offer.total - asked.debt.arrears - (asked.debt.instalment * asked.debt.remaining)
    if offer.replaces and len(offer.lines) > 1 and more > 0:
        says.append(_("In all you pay %(more)s more than today's contract.") % {"more": money.rupiah(more)})
    return says
