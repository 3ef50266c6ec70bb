from tagih.strategy.queries.catalogue import Meaning, meanings
from tagih.strategy.queries.decided import PersonDecision, Standing, decision_of, in_force, standing
from tagih.strategy.queries.replay import Compared, ReplayedDay, replayable, replayed
from tagih.strategy.queries.shipped import shipped_text
from tagih.strategy.queries.wording import CheckedText, ToldFault, checked

__all__ = [
    "CheckedText", "Compared", "Meaning", "PersonDecision", "ReplayedDay", "Standing", "ToldFault", "checked",
    "decision_of", "in_force", "meanings", "replayable", "replayed", "shipped_text", "standing",
]  # fmt: skip
