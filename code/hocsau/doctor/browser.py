"""Trình duyệt họ Chromium, cần cho test trình duyệt (đọc sách thì trình duyệt nào cũng được)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from hocsau.doctor.finding import BAD, NOTE, OK, Finding

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
USUAL_PATHS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    r"%ProgramFiles%\Microsoft\Edge\Application\msedge.exe",
)


def find_chromium() -> str | None:
    """Đường dẫn tới Chromium, Chrome hoặc Edge; biến HOCSAU_CHROMIUM được xét trước."""
    if wanted := os.environ.get("HOCSAU_CHROMIUM"):
        return wanted if Path(wanted).is_file() else shutil.which(wanted)
    found = (shutil.which(name) for name in NAMES)
    usual = (path for raw in USUAL_PATHS if Path(path := os.path.expandvars(raw)).is_file())
    return next(filter(None, found), None) or next(usual, None)


def check() -> Iterator[Finding]:
    path, wanted = find_chromium(), os.environ.get("HOCSAU_CHROMIUM")
    if path:
        yield Finding(OK, "Chromium", path)
    elif wanted:
        yield Finding(BAD, "Chromium", f"HOCSAU_CHROMIUM = {wanted} không chạy được", "sửa hoặc bỏ biến ấy")
    else:
        yield Finding(
            NOTE,
            "Chromium",
            "không thấy (chỉ cần để chạy test trình duyệt)",
            "cài Chromium, Chrome hoặc Edge (Ubuntu/Debian: sudo apt install chromium)",
        )
