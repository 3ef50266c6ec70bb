"""A day of visits to plan, and the plan. Times are seconds since midnight of the local day."""

import math
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

EARTH_KM = 6371.0
DETOUR = 1.35  # road over straight line, where no road matrix is given
SPEED_KMH = 22.0  # a motorcycle in a town
LONGEST_DAY_S = 2 * 24 * 3600

Second = Annotated[int, Field(ge=0, le=LONGEST_DAY_S)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Identity = Annotated[str, Field(min_length=1, max_length=100)]


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class Depot(Strict):
    """Where a collector starts and ends."""

    id: Identity
    lat: Latitude | None = None
    lon: Longitude | None = None


class Collector(Strict):
    """Somebody with a shift. The day begins at `depot` and ends at `end`, or at `depot` where none is named."""

    id: Identity
    depot: Identity
    start_s: Second
    end_s: Second
    capacity: Annotated[int, Field(ge=0)] | None = None
    end: Identity | None = None
    territories: list[Identity] = []

    @property
    def home(self) -> str:
        return self.depot if self.end is None else self.end

    @model_validator(mode="after")
    def ends_after_start(self) -> Self:
        if self.end_s < self.start_s:
            raise ValueError("end_s lies before start_s")
        return self


class Stop(Strict):
    """One visit. `prize` is what it is worth, in seconds of travel; a stop without a prize is required."""

    id: Identity
    lat: Latitude | None = None
    lon: Longitude | None = None
    service_s: Second = 0
    window: tuple[Second, Second] = (0, LONGEST_DAY_S)
    required: bool | None = None
    prize: Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)] = 0
    load: Annotated[int, Field(ge=0)] = 0
    territory: Identity | None = None
    only: Identity | None = None  # the one collector who may make it

    @model_validator(mode="after")
    def window_opens_before_it_closes(self) -> Self:
        if self.window[1] < self.window[0]:
            raise ValueError("window closes before it opens")
        return self

    @property
    def is_required(self) -> bool:
        return self.prize == 0 if self.required is None else self.required


class Problem(Strict):
    """Depots, collectors, stops, and how long it takes from each to each (depots first, then stops).

    What a plan may cost beside travel, all in seconds of travel: `outside_s` for each stop in a territory that is not
    the collector's; `overtime_price` for each second that a day lasts longer than `ideal_s`, which evens days out.
    """

    depots: list[Depot]
    collectors: list[Collector]
    stops: list[Stop]
    matrix_s: list[list[Annotated[int, Field(ge=0, le=LONGEST_DAY_S)]]] | None = None
    speed_kmh: Annotated[float, Field(gt=0, le=200, allow_inf_nan=False)] = SPEED_KMH
    outside_s: Second = 0
    ideal_s: Second | None = None
    overtime_price: Annotated[int, Field(ge=0, le=1000)] = 0

    @model_validator(mode="after")
    def fits_together(self) -> Self:
        for name in ("depots", "collectors", "stops"):
            ids = [thing.id for thing in getattr(self, name)]
            twice = (
                sorted({identity for identity in ids if ids.count(identity) > 1}) if len(set(ids)) < len(ids) else []
            )
            if twice:
                raise ValueError(f"{name}: the id {twice[0]} occurs twice")
        known = {depot.id for depot in self.depots}
        for collector in self.collectors:
            if collector.depot not in known:
                raise ValueError(f"collectors: {collector.id} starts at {collector.depot}, which is no depot")
            if collector.home not in known:
                raise ValueError(f"collectors: {collector.id} ends at {collector.home}, which is no depot")
        self._check_places()
        return self

    def _check_places(self) -> None:
        places = len(self.depots) + len(self.stops)
        if self.matrix_s is None:
            for thing in (*self.depots, *self.stops):
                if thing.lat is None or thing.lon is None:
                    raise ValueError(f"{thing.id} has no lat and lon, and there is no matrix_s")
        elif len(self.matrix_s) != places or any(len(row) != places for row in self.matrix_s):
            raise ValueError(f"matrix_s must be {places} x {places}: depots, then stops")

    def travel_times(self) -> list[list[int]]:
        """This will return seconds from each place to each: the matrix given, or straight lines with a detour."""
        if self.matrix_s is not None:
            return self.matrix_s
        places = [(math.radians(place.lat), math.radians(place.lon)) for place in (*self.depots, *self.stops)]
        return [[round(_km(a, b) * DETOUR / self.speed_kmh * 3600) for b in places] for a in places]


class Call(Strict):
    """One stop on a route: when the collector arrives and when the visit starts."""

    id: str
    arrive_s: int
    start_s: int


class Route(Strict):
    collector: str
    stops: list[Call]
    travel_s: int


class Unserved(Strict):
    id: str
    reason: str


class Plan(Strict):
    routes: list[Route]
    unserved: list[Unserved]
    travel_s: int


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    north, east = b[0] - a[0], b[1] - a[1]
    chord = math.sin(north / 2) ** 2 + math.cos(a[0]) * math.cos(b[0]) * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))
