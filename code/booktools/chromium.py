"""Start Chromium through Playwright, as everything here does that prints, photographs or measures pages."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright


def launch(playwright: "Playwright", executable: str, args: Sequence[str] = ()) -> "Browser":
    """The browser at `executable`, without a window; it refuses its sandbox to root (containers)."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return playwright.chromium.launch(
        executable_path=executable, args=[*args, *(["--no-sandbox"] if as_root else [])]
    )
