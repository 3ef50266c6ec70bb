from tagih.strategy.operations.deciding import DaySummary, decide_day

__all__ = ["DaySummary", "decide_day"]
