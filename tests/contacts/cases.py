"""The golden cases of the rule book as `tagih gate try` reads them: (name, case, verdict, rules that must show)."""

from typing import Any

LAMPUNG, MAKASSAR, JAYAPURA = "18.71", "73.71", "91.71"
AGENT = {
    "certificates": [{"kind": "DESK", "valid_until": "2027-12-31"}, {"kind": "FIELD", "valid_until": "2027-12-31"}],
    "assignment_valid_until": "2026-12-31",
}
NUMBER = "+6281234567890"


def case(at: str, **changes: Any) -> dict[str, Any]:
    """An ordinary call to an ordinary debtor in Lampung; `point` and `person` are laid over, the rest replaced."""
    point = {"kind": "PHONE", "value": NUMBER, "owner_role": "CONSUMER", "label": "MOBILE", "state": "VERIFIED"}
    person = {"flags": [], "consents": [], "region_code": LAMPUNG, "preferences": {}}
    return {
        "id": "case",
        "pack": "ID_OJK_2023",
        "at": at,
        "channel": "CALL",
        "purpose": "COLLECT",
        "contact_point": point | changes.pop("point", {}),
        "person": person | changes.pop("person", {}),
        "contracts": [{"contract_no": "A-1", "dpd": 12, "status": "ACTIVE"}],
        "agent": AGENT,
        "history": [],
    } | changes


def past(at: str, **changes: Any) -> dict[str, Any]:
    return {"at": at, "channel": "CALL", "value": NUMBER, "result_class": "NC"} | changes


def promise(due: str) -> list[dict[str, Any]]:
    return [{"contract_no": "A-1", "dpd": 12, "status": "ACTIVE", "promise_due_on": due}]


def certificate(kind: str, until: str) -> dict[str, Any]:
    return {"certificates": [{"kind": kind, "valid_until": until}], "assignment_valid_until": "2026-12-31"}


EMERGENCY = {"owner_role": "EMERGENCY_CONTACT", "value": "+6281399998888"}
LOCATE = {"consents": [{"scope": "LOCATE", "granted_on": "2026-01-05"}]}
TIME = {"consents": [{"scope": "TIME", "granted_on": "2026-01-05"}]}
PLACE = {"consents": [{"scope": "PLACE", "granted_on": "2026-01-05"}]}
UNKNOWN_PLACE = {"region_code": None}
AT_WORK = {"kind": "ADDRESS", "value": "Jl. Kartini 8", "label": "OFFICE"}
VISIT = {"channel": "VISIT", "point": AT_WORK, "place": "OFFICE"}
SPREAD = [past("2026-11-23T08:00:00+07:00"), past("2026-11-23T10:00:00+07:00", value="+6281399990001"),
          past("2026-11-23T12:00:00+07:00"), past("2026-11-23T14:00:00+07:00", value="+6281399990001"),
          past("2026-11-23T16:00:00+07:00", value="+6281399990002")]  # fmt: skip
SEVEN = [past(f"2026-11-{day:02d}T10:00:00-05:00") for day in range(16, 23)]
TALK = [past("2026-11-16T10:00:00-05:00", result_class="RPC")]
REPOSSESS = {
    "purpose": "REPOSSESS",
    "channel": "VISIT",
    "place": "DOMICILE",
    "agent": certificate("REPOSSESSION", "2027-12-31"),
    "fiducia_no": "W9.00012345.AH.05.01",
    "default_proof": "ACKNOWLEDGED_VOLUNTARY",
}
US = {"pack": "US_REG_F", "person": {"region_code": None}, "point": {"value": "+12125550123"}}
PH = {"pack": "PH_SEC_MC18_2019", "person": {"region_code": None}}


def overdue(days: int) -> list[dict[str, Any]]:
    return [{"contract_no": "A-1", "dpd": days, "status": "ACTIVE"}]


GOLDEN: list[tuple[str, dict[str, Any], str, set[str]]] = [
    ("1 before", case("2026-11-23T07:59:59+07:00"), "DENY", {"BEFORE_WINDOW"}),
    ("1 opens", case("2026-11-23T08:00:00+07:00"), "ALLOW", set()),
    ("1 last second", case("2026-11-23T19:59:59+07:00"), "ALLOW", set()),
    ("1 last millisecond", case("2026-11-23T19:59:59.999+07:00"), "ALLOW", set()),
    ("1 closes", case("2026-11-23T20:00:00+07:00"), "DENY", {"AFTER_WINDOW"}),
    ("1 house 19:54:59", case("2026-11-23T19:54:59+07:00", pack="ID_OJK_2023+HOUSE_DEFAULT"), "ALLOW", set()),
    ("1 house 19:55", case("2026-11-23T19:55:00+07:00", pack="ID_OJK_2023+HOUSE_DEFAULT"), "DENY", {"AFTER_WINDOW"}),
    ("2 Makassar", case("2026-11-23T19:30:00+07:00", person={"region_code": MAKASSAR}), "DENY", {"AFTER_WINDOW"}),
    ("3 Jayapura", case("2026-11-24T06:30:00+07:00", person={"region_code": JAYAPURA}), "ALLOW", set()),
    ("4 no address", case("2026-11-23T18:30:00+07:00", person=UNKNOWN_PLACE), "DENY", {"TZ_UNKNOWN_INTERSECTION"}),
    ("4 no address, earlier", case("2026-11-23T17:59:00+07:00", person=UNKNOWN_PLACE), "ALLOW", set()),
    ("5 Sunday", case("2026-11-22T10:00:00+07:00"), "DENY", {"DAY_SUNDAY"}),
    ("5 Sunday with consent", case("2026-11-22T10:00:00+07:00", person=TIME), "ALLOW", set()),
    ("6 Idul Fitri", case("2026-03-21T10:00:00+07:00"), "DENY", {"HOLIDAY_NATIONAL"}),
    ("7 joint leave", case("2026-03-20T10:00:00+07:00"), "DENY", {"HOLIDAY_CUTI_BERSAMA"}),
    ("7 strict law", case("2026-03-20T10:00:00+07:00", pack="ID_OJK_2023_STRICT_LAW"), "ALLOW", set()),
    ("7 strict law as variant", case("2026-03-20T10:00:00+07:00", variant="strict_law"), "ALLOW", set()),
    ("8 Independence Day", case("2026-08-17T10:00:00+07:00"), "DENY", {"HOLIDAY_NATIONAL"}),
    ("9 collect from a friend", case("2026-11-23T10:00:00+07:00", point=EMERGENCY, person=LOCATE), "DENY",
     {"NOT_CONSUMER"}),
    ("9 locate", case("2026-11-23T10:00:00+07:00", purpose="LOCATE", point=EMERGENCY, person=LOCATE), "ALLOW",
     {"THIRD_PARTY_LOCATE_ONLY"}),
    ("9 locate without consent", case("2026-11-23T10:00:00+07:00", purpose="LOCATE", point=EMERGENCY), "DENY",
     {"EC_NO_CONSENT"}),
    ("9 locate twice", case("2026-11-23T10:00:00+07:00", purpose="LOCATE", point=EMERGENCY, person=LOCATE,
     history=[past("2026-11-20T10:00:00+07:00", value="+6281399998888", result_class="TPC")]), "DENY", {"EC_LIMIT"}),
    ("10 his wife's number", case("2026-11-23T10:00:00+07:00", point={"owner_role": "SPOUSE"}), "DENY",
     {"NOT_CONSUMER", "THIRD_PARTY_LOCATE_ONLY"}),
    ("11 promised", case("2026-11-22T10:00:00+07:00", contracts=promise("2026-11-25")), "DENY", {"PTP_NOT_DUE"}),
    ("11 the day before", case("2026-11-24T10:00:00+07:00", purpose="REMIND", contracts=promise("2026-11-25")),
     "ALLOW", set()),
    ("11 broken", case("2026-11-26T10:00:00+07:00", contracts=promise("2026-11-25")), "ALLOW", set()),
    ("12 sixth of the day", case("2026-11-23T18:00:00+07:00", history=SPREAD, point={"value": "+6281399990003"}),
     "DENY", {"CAP_DEBTOR_DAY"}),
    ("12 fifth of the day", case("2026-11-23T16:00:00+07:00", history=SPREAD[:4], point={"value": "+6281399990003"}),
     "ALLOW", set()),
    ("13 at the office", case("2026-11-23T10:00:00+07:00", **VISIT), "DENY", {"PLACE_NOT_BILLING_OR_DOMICILE"}),
    ("13 with consent", case("2026-11-23T10:00:00+07:00", person=PLACE, **VISIT), "ALLOW", set()),
    ("14 expired", case("2026-11-23T10:00:00+07:00", agent=certificate("DESK", "2026-11-22")), "DENY",
     {"AGENT_CERT_EXPIRED"}),
    ("14 last day", case("2026-11-23T10:00:00+07:00", agent=certificate("DESK", "2026-11-23")), "ALLOW", set()),
    ("15 SP2 before SP1", case("2026-11-23T10:00:00+07:00", channel="LETTER", purpose="DELIVER_LETTER",
     letters=[{"kind": "SP2", "delivered_on": "2026-11-10"}]), "DENY", {"SP_SEQUENCE"}),
    ("16 no letter", case("2026-11-23T10:00:00+07:00", letters=[], **REPOSSESS), "DENY", {"REPO_NO_SP"}),
    ("16 objects", case("2026-11-23T10:00:00+07:00", **REPOSSESS | {"default_proof": "DEBTOR_REFUSED"}), "DENY",
     {"REPO_DEBTOR_OBJECTS"}),
    ("16 all proven", case("2026-11-23T10:00:00+07:00", letters=[{"kind": "SP1", "delivered_on": "2026-11-01"}],
     **REPOSSESS), "ALLOW", set()),
    ("17 WhatsApp", case("2026-11-23T10:00:00+07:00", channel="WHATSAPP"), "DENY", {"CHANNEL_PLATFORM_PROHIBITED"}),
    ("18 eighth call", case("2026-11-22T15:00:00-05:00", history=SEVEN, **US), "DENY", {"CAP_DEBTOR_7D"}),
    ("18 a day later", case("2026-11-23T10:00:00-05:00", history=SEVEN, **US), "ALLOW", set()),
    ("18 day 6 after a talk", case("2026-11-22T10:00:00-05:00", history=TALK, **US), "DENY", {"COOLDOWN"}),
    ("18 day 8 after a talk", case("2026-11-23T10:00:00-05:00", history=TALK, **US), "ALLOW", set()),
    ("19 dpd 10", case("2026-11-23T22:30:00+08:00", contracts=overdue(10), **PH), "DENY", {"AFTER_WINDOW"}),
    ("19 dpd 16", case("2026-11-23T22:30:00+08:00", contracts=overdue(16), **PH), "ALLOW", set()),
    ("20 19:00", case("2026-11-23T19:00:00+05:30", pack="IN_RBI_2026", person=UNKNOWN_PLACE), "DENY",
     {"AFTER_WINDOW"}),
]  # fmt: skip
