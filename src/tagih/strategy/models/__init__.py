from tagih.strategy.models.ordering import Ordering
from tagih.strategy.models.versions import Release, StrategyReplay, StrategyVersion

__all__ = ["Ordering", "Release", "StrategyReplay", "StrategyVersion"]
