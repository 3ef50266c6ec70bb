from tagih.strategy.models.versions import Release, StrategyReplay, StrategyVersion

__all__ = ["Release", "StrategyReplay", "StrategyVersion"]
