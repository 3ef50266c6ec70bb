"""Teams to roster, as the benchmark makes them."""

from tagih.config.bench.roster import team

__all__ = ["team"]
