"""Days of visits for tests and benchmarks: a town, ten collectors, narrow windows."""

import random

from tagih.field.rules.problem import Problem


def day(seed: int = 1, *, stops: int = 200, collectors: int = 10, required: float = 1.0) -> Problem:
    """This will make a town of about 20 km: 55 % narrow windows, service of 8 to 20 minutes, a shift of 9 hours."""
    luck = random.Random(seed)

    def place() -> dict[str, float]:
        return {"lat": -5.39 + luck.gauss(0, 0.05), "lon": 105.26 + luck.gauss(0, 0.05)}

    def window() -> tuple[int, int]:
        kind = luck.random()
        if kind < 0.2:
            return 8 * 3600, 12 * 3600
        if kind < 0.4:
            return 13 * 3600, 17 * 3600
        if kind < 0.55:
            hour = luck.randint(9, 15) * 3600
            return hour, hour + 3600
        return 8 * 3600, 17 * 3600

    homes = [{"id": f"home-{number}", **place()} for number in range(collectors)]
    people = [
        {"id": f"collector-{number}", "depot": f"home-{number}", "start_s": 8 * 3600, "end_s": 17 * 3600}
        for number in range(collectors)
    ]
    visits = [
        {
            "id": f"stop-{number}",
            **place(),
            "service_s": luck.randint(8, 20) * 60,
            "window": window(),
            "required": luck.random() < required,
            "prize": luck.randint(60, 3600),
        }
        for number in range(stops)
    ]
    return Problem.model_validate({"depots": homes, "collectors": people, "stops": visits})
