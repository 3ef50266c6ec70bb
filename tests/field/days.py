"""Days of visits for tests: those of the benchmark."""

from tagih.config.bench.route import day

__all__ = ["day"]
