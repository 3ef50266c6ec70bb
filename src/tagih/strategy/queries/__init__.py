from tagih.strategy.queries.catalogue import Meaning, meanings
from tagih.strategy.queries.shipped import shipped_text
from tagih.strategy.queries.wording import CheckedText, ToldFault, checked

__all__ = ["CheckedText", "Meaning", "ToldFault", "checked", "meanings", "shipped_text"]
