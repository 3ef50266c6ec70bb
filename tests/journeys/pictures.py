"""Pictures of each screen for the documentation, wide and narrow: written only when `TAGIH_PICTURES` names a folder."""

import os
from pathlib import Path
from typing import Any

SIZES = {"-1440": (1440, 900), "-390": (390, 844)}


def picture(page: Any, name: str, *, of: str = "", widths: tuple[str, ...] = tuple(SIZES)) -> None:
    """This will write `name-1440.png` and `name-390.png` of the page as it stands, and leave its size as it was.

    `of` names the part that must be seen on the narrow one; `widths` which of the two are wanted.
    """
    folder = os.environ.get("TAGIH_PICTURES")
    if not folder:
        return
    before = page.viewport_size
    for suffix in widths:
        width, height = SIZES[suffix]
        page.set_viewport_size({"width": width, "height": height})
        if of and suffix == "-390":
            page.locator(of).first.evaluate("node => node.scrollIntoView({block: 'center'})")
        page.wait_for_timeout(400)
        page.screenshot(path=Path(folder) / f"{name}{suffix}.png", caret="initial", animations="disabled")
    page.set_viewport_size(before)
    page.evaluate("window.scrollTo(0, 0)")
