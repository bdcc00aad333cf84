"""Sổ đăng kí các bộ dữ liệu: `load(name)` nạp một bộ, `DATASETS` liệt kê tất cả."""

from __future__ import annotations

import os
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module

from hocsau.data import sets, sources
from hocsau.data.dataset import Dataset, Info
from hocsau.errors import DataError, nearest

PROFILES = ("small", "full")


@dataclass(frozen=True)
class Entry:
    """Một dòng của sổ: lai lịch, cách đọc, và bộ nhỏ nên dùng thay khi bộ này phải tải."""

    info: Info
    read: Callable[[Info], Dataset]
    instead: str = ""

    @property
    def full_only(self) -> bool:
        return self.info.name in sources.PARTS


def _entries() -> dict[str, Entry]:
    """Read the shelf: every module of hocsau.data.sets that has an INFO."""
    found = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(sets.__path__)):
        module = import_module(f"{sets.__name__}.{name}")
        if not hasattr(module, "INFO"):
            continue  # what several sets share
        if module.INFO.name != name:
            raise RuntimeError(f"sets/{name}.py: INFO.name = {module.INFO.name!r}")
        found[name] = Entry(module.INFO, module.read, getattr(module, "INSTEAD", ""))
        if hasattr(module, "PARTS"):
            sources.PARTS[name] = module.PARTS
    return found


DATASETS: dict[str, Entry] = _entries()


def load(name: str, profile: str | None = None) -> Dataset:
    """Nạp một bộ dữ liệu.

    Bộ nhỏ giống nhau ở hai profile.

    Tham số:
        name: tên trong `DATASETS`.
        profile: "small" (mặc định: dữ liệu đi kèm, không cần mạng) hoặc "full" (dữ liệu thật, tải về khi chưa
            có). Không nêu thì theo biến HOCSAU_PROFILE.

    Trả về:
        `Dataset`; bộ không được chia sẵn nằm cả trong `train`, chia bằng `dataset.split(test=0.2)`.

    Lỗi:
        DataError: không có bộ ấy, hoặc bộ chỉ có ở profile "full", hoặc không tải được.
    """
    entry = find_entry(name)
    profile = choose_profile(profile)
    if entry.full_only and profile == "small":
        raise DataError(
            f"bộ {name} là dữ liệu thật, chỉ có ở profile 'full'. Chọn một cách:\n"
            f"  - load({name!r}, profile='full'), hoặc đặt biến HOCSAU_PROFILE=full: tìm trong HOCSAU_DATA, "
            "trong cache, rồi tải về\n"
            f"  - tải trước bằng lệnh: hocsau data fetch {name}\n"
            f"  - load({entry.instead!r}): bộ nhỏ đi kèm, không cần mạng"
        )
    return entry.read(replace(entry.info, profile=profile))


def choose_profile(profile: str | None = None) -> str:
    """Profile được nêu, hoặc của biến HOCSAU_PROFILE, hoặc "small"."""
    chosen = profile if profile is not None else os.environ.get("HOCSAU_PROFILE", "").strip() or "small"
    if chosen not in PROFILES:
        where = "profile" if profile is not None else "biến HOCSAU_PROFILE"
        raise DataError(f"{where} = '{chosen}'; cần 'small' hoặc 'full'")
    return chosen


def find_entry(name: str) -> Entry:
    """Dòng của bộ `name` trong sổ."""
    if name not in DATASETS:
        guess = nearest(str(name), DATASETS)
        raise DataError(
            f"không có bộ dữ liệu {name!r}. Các bộ có: {', '.join(DATASETS)}."
            + (f" Ý bạn là {guess!r}?" if guess else "")
        )
    return DATASETS[name]
