"""What makes the evidence of a visit weak. Points add up; a person decides, never the sum."""

from dataclasses import dataclass, field

from tagih.field.rules.fence import metres

REVIEW_FROM = 50
SPEED_KMH = 120
SUSPECT_ACCURACY = frozenset({0.0, 1.0, 5.0})
SHORTEST_S = 120
SKEW_S = 300
LIKE = 4  # bits by which two pictures of one thing may differ
POINTS = {
    "GATE_REFUSED": 50,
    "IMPOSSIBLE_SPEED": 40,
    "SAME_COORDINATES": 35,
    "PHOTO_REUSED": 50,
    "EXACTLY_THE_PIN": 30,
    "ACCURACY_CONSTANT": 25,
    "OUTSIDE": 50,
    "NO_POSITION": 20,
    "SHORT_STAY": 20,
    "CLOCK_OFF": 25,
    "TWO_AT_ONE_PLACE": 20,
    "CHAIN_BROKEN": 40,
    "RESULT_NOT_TAKEN": 50,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a phone was: seconds since 1970, degrees, metres."""

    at_s: float
    latitude: float
    longitude: float
    accuracy_m: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a visit and of what lay around it.

    `before` are fixes of the same phone, newest last; `elsewhere` coordinates of other visits of the phone at other
    doors; `others` fixes of other phones around that time; `likenesses` perceptual hashes of its pictures,
    `known_likenesses` those of earlier ones.
    """

    fix: Seen | None = None
    door: tuple[float, float] | None = None
    before: tuple[Seen, ...] = ()
    elsewhere: tuple[tuple[float, float], ...] = ()
    others: tuple[Seen, ...] = ()
    likenesses: tuple[str, ...] = ()
    known_likenesses: tuple[str, ...] = ()
    stay_s: float = SHORTEST_S
    clock_off_s: float = 0
    is_outside: bool = False
    is_refused_by_gate: bool = False
    is_chain_broken: bool = False
    is_result_refused: bool = False


@dataclass(frozen=True, slots=True)
class Signal:
    code: str
    points: int
    facts: dict[str, float | int | str] = field(default_factory=dict)


def signals(told: Evidence) -> list[Signal]:
    """This will name what is odd about a visit, the weightiest first."""
    found = [Signal(code, POINTS[code], facts) for code, facts in _odd(told).items()]
    return sorted(found, key=lambda signal: (-signal.points, signal.code))


def total(found: list[Signal]) -> int:
    """This will add the points up, 100 at most."""
    return min(100, sum(signal.points for signal in found))


def _odd(told: Evidence) -> dict[str, dict[str, float | int | str]]:
    odd: dict[str, dict[str, float | int | str]] = {}
    flags = {"GATE_REFUSED": told.is_refused_by_gate, "OUTSIDE": told.is_outside,
             "CHAIN_BROKEN": told.is_chain_broken, "RESULT_NOT_TAKEN": told.is_result_refused}  # fmt: skip
    odd |= {code: {} for code, is_set in flags.items() if is_set}
    if abs(told.clock_off_s) > SKEW_S:
        odd["CLOCK_OFF"] = {"seconds": round(told.clock_off_s)}
    if told.stay_s < SHORTEST_S:
        odd["SHORT_STAY"] = {"seconds": round(told.stay_s)}
    if reused := _reused(told.likenesses, told.known_likenesses):
        odd["PHOTO_REUSED"] = {"pictures": reused}
    if told.fix is None:
        odd["NO_POSITION"] = {}
        return odd
    return odd | _odd_places(told, told.fix)


def _odd_places(told: Evidence, fix: Seen) -> dict[str, dict[str, float | int | str]]:
    odd: dict[str, dict[str, float | int | str]] = {}
    here = fix.latitude, fix.longitude
    speed = _speed(told.before, fix)
    if speed > SPEED_KMH:
        odd["IMPOSSIBLE_SPEED"] = {"kmh": round(speed)}
    if any(_same(here, place) for place in told.elsewhere):
        odd["SAME_COORDINATES"] = {}
    if told.door and metres(here, told.door) < 1:
        odd["EXACTLY_THE_PIN"] = {}
    row = [seen.accuracy_m for seen in (*told.before[-2:], fix)]
    if len(row) == 3 and len(set(row)) == 1 and row[0] in SUSPECT_ACCURACY:
        odd["ACCURACY_CONSTANT"] = {"metres": row[0]}
    if any(metres(here, (other.latitude, other.longitude)) < 30 for other in told.others):
        odd["TWO_AT_ONE_PLACE"] = {}
    return odd


def _speed(before: tuple[Seen, ...], fix: Seen) -> float:
    """Kilometres an hour since the last fix, less what both fixes may be wrong by."""
    if not before:
        return 0.0
    last = before[-1]
    far = metres((last.latitude, last.longitude), (fix.latitude, fix.longitude)) - last.accuracy_m - fix.accuracy_m
    return max(0.0, far) / max(1.0, fix.at_s - last.at_s) * 3.6


def _same(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return round(a[0], 6) == round(b[0], 6) and round(a[1], 6) == round(b[1], 6)


def _reused(own: tuple[str, ...], known: tuple[str, ...]) -> int:
    return sum(any((int(a, 16) ^ int(b, 16)).bit_count() <= LIKE for b in known) for a in own)
