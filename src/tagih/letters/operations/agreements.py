"""The letter of an agreement, written when it is signed: what both sides keep."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from tagih.cases.models import Arrangement
from tagih.kernel import money
from tagih.letters.enums import LetterKind
from tagih.letters.models import Letter
from tagih.letters.operations.numbering import Draft
from tagih.letters.operations.ordering import issue
from tagih.letters.operations.setting import read, set_letter
from tagih.staff.models import Person


def issue_agreement(*, arrangement: Arrangement, by: Person | None, now: dt.datetime) -> Letter:
    """This will write the letter of a signed agreement and set its paper with the signature; once for each."""
    case, contract = arrangement.case, arrangement.contract
    language = "en" if contract.customer.language == "en" else "id"
    with override(language):
        content = agreement_content(arrangement)
        how = str(arrangement.get_signed_by_display()) if arrangement.signed_by else ""
    draft = Draft(
        contract.branch, LetterKind.AGREEMENT, f"arrangement:{arrangement.pk}", content, language, case.customer_id,
        case.pk, contract.contract_no,
    )  # fmt: skip
    letter = issue(draft, by=by, now=now)
    signature = read(arrangement.signature.stored_as) if arrangement.signature else None
    signed_at = f" · {arrangement.signed_at:%d/%m/%Y}" if arrangement.signed_at else ""
    set_letter(letter=letter, now=now, signature=signature, signed_how=f"{how}{signed_at}")
    letter.refresh_from_db()
    return letter


def agreement_content(arrangement: Arrangement) -> dict[str, Any]:
    """This will return what the letter of an agreement says."""
    contract = arrangement.contract
    beside = _("The running instalments of the contract are paid beside it as before.")
    instead = _("It takes the place of the schedule of the contract.")
    return {
        "contract_no": contract.contract_no, "product": contract.product.name,
        "collateral": " ".join(filter(None, [contract.collateral_type, contract.collateral_no])),
        "plan": str(arrangement.get_kind_display()), "total": str(arrangement.total),
        "waived": str(arrangement.waived) if arrangement.waived > money.ZERO else "",
        "running": instead if arrangement.replaces else beside, "grace": arrangement.grace_days,
        "on_break": str(arrangement.get_on_break_display()).lower(),
        "lines": [
            {"number": leg.number, "due_on": leg.due_on.isoformat(), "principal": str(leg.principal),
             "interest": str(leg.interest), "carried": str(leg.carried), "amount": str(leg.amount)}
            for leg in arrangement.legs.all()
        ],
    }  # fmt: skip
