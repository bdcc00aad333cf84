"""Start Chromium through Playwright, as everything here does that prints, photographs or measures pages."""

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright


def arguments(args: Sequence[str] = ()) -> list[str]:
    """These, and what this machine needs: Chromium refuses its sandbox to root (containers)."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*args, *(["--no-sandbox"] if as_root else [])]


def launch(playwright: "Playwright", executable: str, args: Sequence[str] = ()) -> "Browser":
    """The browser at `executable`, without a window."""
    return playwright.chromium.launch(executable_path=executable, args=arguments(args))


def until_quiet(page: "Page", count: Callable[[], int]) -> None:
    """Wait until half a second passes without `count` of what went over the line growing.

    Playwright's "networkidle" may never come in the headless shell: it asks for the icon again at each jump.
    """
    seen = -1
    while seen != count():
        seen = count()
        page.wait_for_timeout(500)
