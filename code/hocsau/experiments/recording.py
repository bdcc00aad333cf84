"""Kết quả đo được của một lần chạy đầy đủ, ghi thành JSON để sách dẫn lại."""

from __future__ import annotations

import json
import math
import os
import platform
from importlib import metadata
from pathlib import Path
from typing import Any

from hocsau.data.dataset import Info
from hocsau.errors import DataError
from hocsau.experiments.outcome import Outcome
from hocsau.files import write_atomically
from hocsau.resources import FOLDERS

FOLDER = FOLDERS["results"]


def result(name: str, command: str, info: Info, seconds: float, outcome: Outcome) -> dict[str, Any]:
    """Bản ghi của một lần chạy: lệnh, dữ liệu và SHA-256, phiên bản, số giây, điểm số, đường học.

    Lỗi:
        DataError: có điểm NaN hoặc vô hạn: một lần chạy hỏng không được ghi như một kết quả.
    """
    bad = [key for key, value in outcome.scores.items() if not math.isfinite(value)]
    if bad:
        raise DataError(
            f"điểm {', '.join(bad)} không phải số hữu hạn; lần chạy này hỏng nên không được ghi lại"
        )
    packages = ("hocsau", "numpy", *outcome.packages)
    record = {
        "name": name,
        "command": command,
        "data": {"name": info.name, "profile": info.profile, "n": info.n, "sha256": dict(info.sha256)},
        "versions": {"python": platform.python_version(), **{p: metadata.version(p) for p in packages}},
        "threads": os.environ.get("OMP_NUM_THREADS", ""),
        "seconds": round(seconds, 3),
        "scores": outcome.scores,
        "epoch_seconds": {key: round(value, 4) for key, value in outcome.epoch_seconds.items()},
        "curves": outcome.curves,
        "details": outcome.details,
    }
    return {key: value for key, value in record.items() if value not in ({}, "")}


def save(record: dict[str, Any], path: Path) -> None:
    """Ghi bản ghi vào `path`; tệp cũ còn nguyên cho tới khi tệp mới đã đủ."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with write_atomically(path) as draft:
            draft.write_text(to_json(record) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise DataError(
            f"không ghi được vào {path.parent} ({error.strerror or error}); hãy chọn chỗ khác bằng --out"
        ) from None


def to_json(value: Any, indent: int = 0) -> str:
    """JSON đọc được và so được từng dòng: mỗi khoá một dòng, mỗi dãy số một dòng."""
    pad = "  " * (indent + 1)
    if isinstance(value, dict) and value:
        keys = {key: json.dumps(str(key), ensure_ascii=False) for key in value}
        lines = [f"{pad}{keys[key]}: {to_json(item, indent + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + "\n" + pad[2:] + "}"
    if isinstance(value, (list, tuple)) and any(isinstance(item, (dict, list, tuple)) for item in value):
        return "[\n" + ",\n".join(pad + to_json(item, indent + 1) for item in value) + "\n" + pad[2:] + "]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
