"""Sources of rules as people read them: the article of the law in full, the house's own words in their language.

The texts are those of the packs that come with Tagih; what a lender writes into its own packs is shown as written.
"""

import re

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

ARTICLE = re.compile(
    r"\bart\. (?P<no>\d+[A-Z]?)(?:\((?P<par>\d+)\))?(?P<letter>[a-z](?:-[a-z])?\b)?"
    r"(?: and \((?P<more>\d+)\))?(?P<ff> ff\.)?"
)
HOUSE = {
    "15 attempts, of them 2 visits, in 7 days": _("15 attempts, of them 2 visits, in 7 days"),
    "2 hours between attempts, 24 after a conversation": _("2 hours between attempts, 24 after a conversation"),
    "3 attempts a day on one number": _("3 attempts a day on one number"),
    "5 attempts a day on one person": _("5 attempts a day on one person"),
    "SP1, SP2, SP3 in this order (APPI practice)": _("SP1, SP2, SP3 in this order (APPI practice)"),
    "a claimed payment is checked before the next contact": _("a claimed payment is checked before the next contact"),
    "a promise is left in peace until the day before it falls due": _(
        "a promise is left in peace until the day before it falls due"
    ),
    "a represented person is reached through the lawyer": _("a represented person is reached through the lawyer"),
    "a trained person looks first": _("a trained person looks first"),
    "an arrangement in force is left in peace": _("an arrangement in force is left in peace"),
    "from 08:00": _("from 08:00"),
    "from 19:55 no conversation begins, so that none runs past 20:00": _(
        "from 19:55 no conversation begins, so that none runs past 20:00"
    ),
    "heirs are approached by a trained person": _("heirs are approached by a trained person"),
    "joint leave is kept as a holiday": _("joint leave is kept as a holiday"),
    "one conversation a day": _("one conversation a day"),
    "others are asked at most once in 7 days": _("others are asked at most once in 7 days"),
    "paused until answered": _("paused until answered"),
    "say who you are looking for before anything else": _("say who you are looking for before anything else"),
    "the number no longer works": _("the number no longer works"),
    "unknown address keeps the hours of all zones": _("unknown address keeps the hours of all zones"),
    "nothing is due": _("nothing is due"),
    "the contract is closed": _("the contract is closed"),
    "the claim is no longer the lender's": _("the claim is no longer the lender's"),
    "the number belongs to somebody else": _("the number belongs to somebody else"),
    "an opt-out is honoured": _("an opt-out is honoured"),
    "claims go to the receiver": _("claims go to the receiver"),
}
WHOLE = {
    "Nothing is due": _("Nothing is due"),
    "The contract is closed": _("The contract is closed"),
    "The claim is no longer the lender's": _("The claim is no longer the lender's"),
    "The debtor's own wish": _("The customer's own wish"),
    "WhatsApp Business policy: debt collection is prohibited": _(
        "WhatsApp Business policy: debt collection is prohibited"
    ),
    "UU 37/2004: claims go to the receiver": _("UU 37/2004: claims go to the receiver"),
    "MK 2/PUU-XIX/2021: court route": _("MK 2/PUU-XIX/2021: court route"),
    "POJK 35/2018: letter of assignment (surat tugas)": _("POJK 35/2018: letter of assignment (surat tugas)"),
}
AFTER_LAW = {
    "the person asked to restrict processing, and was granted it": _(
        "the person asked to restrict processing, and was granted it"
    ),
}
ASKS_FOR_DEFAULT = "POJK 22/2023 art. 60 asks for default"


def in_words(source: str) -> str:
    """This will put the source of a rule into the reader's language, article by article."""
    return "; ".join(_part(part.strip()) for part in source.split(";"))


def _part(part: str) -> str:
    if part in WHOLE:
        return str(WHOLE[part])
    if part == ASKS_FOR_DEFAULT:
        return str(_("%(law)s asks for default")) % {"law": _cited("POJK 22/2023 art. 60")}
    head, _colon, rest = part.partition(": ")
    if rest in AFTER_LAW:
        return f"{_cited(head)}: {AFTER_LAW[rest]}"
    if head.lower() == "house" and rest in HOUSE:
        return str(_("House rule: %(text)s")) % {"text": HOUSE[rest]}
    return _cited(part)


def _cited(part: str) -> str:
    return ARTICLE.sub(_pasal, part) if (get_language() or "").startswith("id") else part


def _pasal(found: re.Match[str]) -> str:
    text = f"Pasal {found['no']}"
    text += f" ayat ({found['par']})" if found["par"] else ""
    text += f" huruf {found['letter'].replace('-', ' dan ')}" if found["letter"] else ""
    text += f" dan ayat ({found['more']})" if found["more"] else ""
    return text + (" dan seterusnya" if found["ff"] else "")
