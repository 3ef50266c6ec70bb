"""Looks at a page in a real browser: accessibility, width, errors; in both themes, at both widths."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
LOOKS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a page in one look."""

    address: str
    look: str
    what: str


def faults_of(page: Any, address: str = "", *, looks: list[tuple[int, str]] | None = None) -> list[Fault]:
    """This will look at `address` (or the page as it is) in every look and return what is wrong."""
    found: list[Fault] = []
    for width, scheme in looks or LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # a colour on its way to another is neither
        if address:
            page.goto(address)
        page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        look = f"{width} {scheme}"
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(Fault(page.url, look, "wider than the screen"))
        page.evaluate(f"() => {{ {AXE.read_text()} ; }}")  # the pages' own policy lets no script in
        answer = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
        for violation in answer["violations"]:
            parts = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
            found.append(Fault(page.url, look, f"{violation['id']}: {parts}"))
    return found
