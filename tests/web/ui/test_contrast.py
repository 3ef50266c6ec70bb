"""Every pair of ink and ground that a button wears, in light and dark: at least 4.5 to 1 as WCAG counts."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[3] / "src/tagih/web/ui/static/ui/tokens.css"
PAIRS = [  # state, ink, ground
    ("button", "ink", "surface"),
    ("button hover", "ink", "hover"),
    ("primary", "on-brand", "brand"),
    ("primary hover", "on-brand", "brand-strong"),
    ("bad", "bad", "surface"),
    ("bad hover", "bad", "bad-soft"),
    ("bad solid", "on-bad", "bad"),
    ("quiet", "ink-2", "paper"),
    ("quiet hover", "ink", "hover"),
]
GROUNDS = ("paper", "surface", "raised")


def _colours(theme: int) -> dict[str, str]:
    found = re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", TOKENS.read_text())
    return {name: pair[theme] for name, *pair in found}


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _mixed(colour: str, ground: str, share: float) -> str:
    parts = [
        round(int(colour[place : place + 2], 16) * share + int(ground[place : place + 2], 16) * (1 - share))
        for place in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("state", "ink", "ground"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_button_can_be_read(theme: int, state: str, ink: str, ground: str) -> None:
    colours = _colours(theme)

    assert _contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_focus_ring_and_primary_button_stand_out(theme: int, ground: str) -> None:
    colours = _colours(theme)

    assert _contrast(colours["focus"], colours[ground]) >= 3
    assert _contrast(colours["brand"], colours[ground]) >= 3


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_disabled_primary_button_can_still_be_read(theme: int, ground: str) -> None:
    """WCAG asks nothing of what is disabled; whoever waits for it should still read what it says."""
    colours = _colours(theme)
    ink, fill = (_mixed(colours[name], colours[ground], 0.55) for name in ("on-brand", "brand"))

    assert _contrast(ink, fill) >= 2.2
