"""Half-hour volumes, as the benchmark makes them."""

from tagih.config.bench.forecast import volumes

__all__ = ["volumes"]
