"""The strategies that come with Tagih."""

from functools import cache
from importlib import resources


@cache
def shipped_text(name: str = "default") -> str:
    """This will return the text of a strategy that comes with Tagih."""
    return (resources.files("tagih.strategy") / "strategies" / f"{name}.yaml").read_text(encoding="utf-8")
