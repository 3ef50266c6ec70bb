"""What people say on the telephone: true or not, and what they mean to do."""

import datetime as dt
from dataclasses import dataclass

from tagih.sandbox.town.book import date_of
from tagih.sandbox.town.folk import SALARIED
from tagih.sandbox.town.state import Town

FARTHEST = 7
"""Agents tell people how far ahead a promise may lie; people name an earlier day then."""
WORDS = {
    "PROMISE": "Iya, nanti saya bayar tanggal {day}.",
    "PAYS_NOW": "Baik, sebentar lagi saya bayar.",
    "CLAIMS_PAID": "Lho, saya sudah bayar kok.",
    "REFUSES": "Saya tidak mau bayar.",
    "ASKS_RELIEF": "Penghasilan saya sedang turun, bisa minta keringanan?",
    "CALL_BACK": "Saya sedang kerja, telepon lagi nanti ya.",
    "CUT_OFF": "Halo? Hal...",
    "DISPUTES": "Saya keberatan ditelepon terus, saya mau mengadu.",
    "SICK": "Saya sedang sakit, belum bisa.",
    "DISASTER": "Rumah kami kebanjiran.",
    "DECEASED": "Beliau sudah meninggal dunia.",
    "MESSAGE_LEFT": "Orangnya sedang keluar, nanti saya sampaikan.",
    "RELATIVE_REFUSES": "Jangan telepon ke sini.",
    "WRONG_NUMBER": "Salah sambung, saya tidak kenal.",
}


@dataclass(frozen=True, slots=True)
class Speech:
    """What was said, as the result that an agent would write down, with its parts."""

    result: str
    text: str
    party: str
    pays_on: dt.date | None = None
    share: float = 1.0  # of what is overdue
    cause: str = ""
    back_in_s: int | None = None
    pays_in_s: int | None = None
    is_complaint: bool = False


def spoken(town: Town, person: int, who: str, turn: int, tone: float) -> Speech:
    """This will say what somebody answers: the debtor, kin, or a stranger."""
    if who == "STRANGER":
        return _said("WRONG_NUMBER", "UNKNOWN")
    if who == "KIN":
        return _of_kin(town, person, turn)
    return _of_debtor(town, person, turn, tone)


def _of_kin(town: Town, person: int, turn: int) -> Speech:
    if town.state.dead_on[person] <= town.day:
        return _said("DECEASED", "FAMILY")
    luck = town.chance.one("kin says", person, town.day, turn)
    if luck < 0.7:
        town.state.memory[person] = max(town.state.memory[person], town.parameters.habit.reminder * 0.5)
        return _said("MESSAGE_LEFT", "FAMILY")
    return _said("RELATIVE_REFUSES", "FAMILY")


def _of_debtor(town: Town, person: int, turn: int, tone: float) -> Speech:
    talk, state, traits, day = town.parameters.talk, town.state, town.folk.traits, town.day
    luck = town.chance.one("says", person, day, turn)
    annoyed = float(state.annoyance[person])
    cause = _cause(town, person)
    if luck < talk.complains * annoyed * (1.5 - tone):
        return _said("DISPUTES", "CONSUMER", is_complaint=True)
    if state.struck_until[person] > day:
        return _said("DISASTER", "CONSUMER")
    if 0 <= day - state.last_paid[person] <= 2 or luck > 1 - talk.claims_falsely:
        return _said("CLAIMS_PAID", "CONSUMER")
    luck = town.chance.one("mood", person, day, turn)
    for share, result in ((talk.cut_off, "CUT_OFF"), (talk.calls_back, "CALL_BACK")):
        if luck < share:
            wait = 5_400 + int(town.chance.one("back", person, day, turn) * 14_400)
            return _said(result, "CONSUMER", back_in_s=wait if result == "CALL_BACK" else None)
        luck -= share
    if state.shock_until[person] > day:
        if luck < talk.asks_relief * 3:
            return _said("ASKS_RELIEF", "CONSUMER", cause=cause)
        if luck < talk.asks_relief * 4 and cause == "ILLNESS":
            return _said("SICK", "CONSUMER")
    will = float(traits.willing[person]) * (0.8 + 0.4 * tone) - 0.04 * annoyed
    if town.chance.one("will", person, day, turn) < will * talk.promises / 0.72:
        return _promise(town, person, turn, cause)
    return _said("REFUSES", "CONSUMER", cause=cause if will > 0.5 else "UNWILLING")


def _promise(town: Town, person: int, turn: int, cause: str) -> Speech:
    """Who has the money pays now or tomorrow; who waits for wages names payday; who has none names a day anyway."""
    state, traits, day = town.state, town.folk.traits, town.day
    loans = town.loans.of_person[person]
    need = int(town.loans.instalment[loans[loans >= 0]].min())
    is_true = town.chance.one("true", person, day, turn) < traits.truthful[person]
    has_money = state.purse[person] >= need
    wait = 1 + int(town.chance.one("wait", person, day, turn) * 3)
    if has_money and is_true and wait == 1:
        soon = 1_800 + int(town.chance.one("soon", person, day, turn) * 9_000)
        return _said("PROMISE", "CONSUMER", pays_on=date_of(day), cause="FORGOT", pays_in_s=soon, text="PAYS_NOW")
    if traits.work[person] == SALARIED and not has_money:
        wait = _days_to_payday(int(traits.payday[person]), date_of(day))
        is_true = is_true and wait <= FARTHEST
    wait = min(wait, FARTHEST)
    share = 1.0 if has_money or wait > 2 else 0.5
    state.promised_on[person], state.means_it[person] = day + wait, is_true
    return _said("PROMISE", "CONSUMER", pays_on=date_of(day + wait), share=share, cause=cause)


def _days_to_payday(payday: int, date: dt.date) -> int:
    for ahead in range(1, 32):
        if (date + dt.timedelta(days=ahead)).day == payday:
            return ahead
    return 31


def _cause(town: Town, person: int) -> str:
    state, traits = town.state, town.folk.traits
    if state.shock_until[person] > town.day:
        fate = town.chance.one("cause", person)
        return "LOST_JOB" if fate < 0.4 else "INCOME_FELL" if fate < 0.75 else "ILLNESS"
    if traits.other_debts[person] > 0.4:
        return "OVER_INDEBTED"
    if traits.work[person] == SALARIED:
        return "PAYDAY_GAP"
    return "BUSINESS_SLOW" if traits.forgetful[person] < 0.4 else "FORGOT"


def _said(
    result: str, party: str, *, text: str = "", pays_on: dt.date | None = None, share: float = 1.0, cause: str = "",
    back_in_s: int | None = None, pays_in_s: int | None = None, is_complaint: bool = False,
) -> Speech:  # fmt: skip
    words = WORDS[text or result].format(day=f"{pays_on:%d/%m}" if pays_on else "")
    return Speech(result, words, party, pays_on, share, cause, back_in_s, pays_in_s, is_complaint)
