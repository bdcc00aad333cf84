"""Kết quả đo được của một lần chạy đầy đủ, ghi thành JSON để sách dẫn lại."""

from __future__ import annotations

import json
import math
import platform
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from hocsau.data.dataset import Info
from hocsau.errors import DataError
from hocsau.files import write_atomically

FOLDER = Path("book", "results")


def result(name: str, command: str, info: Info, seconds: float, scores: dict[str, float]) -> dict[str, Any]:
    """Bản ghi của một lần chạy: lệnh, dữ liệu và SHA-256, phiên bản, số giây, điểm số.

    Lỗi: DataError khi có điểm NaN hoặc vô hạn: một lần chạy hỏng không được ghi như một kết quả.
    """
    bad = [key for key, value in scores.items() if not math.isfinite(value)]
    if bad:
        raise DataError(
            f"điểm {', '.join(bad)} không phải số hữu hạn; lần chạy này hỏng nên không được ghi lại"
        )
    return {
        "name": name,
        "command": command,
        "data": {"name": info.name, "profile": info.profile, "n": info.n, "sha256": dict(info.sha256)},
        "versions": {
            "python": platform.python_version(),
            **{p: metadata.version(p) for p in ("hocsau", "numpy")},
        },
        "seconds": round(seconds, 3),
        "scores": scores,
    }


def save(record: dict[str, Any], path: Path) -> None:
    """Ghi bản ghi vào `path`; tệp cũ còn nguyên cho tới khi tệp mới đã đủ."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with write_atomically(path) as draft, open(draft, "w", encoding="utf-8", newline="\n") as file:
            json.dump(record, file, ensure_ascii=False, indent=2)
            file.write("\n")
    except OSError as error:
        raise DataError(
            f"không ghi được vào {path.parent} ({error.strerror or error}); hãy chọn chỗ khác bằng --out"
        ) from None


def recorded(name: str) -> dict[str, Any]:
    """Bản ghi mà sách đang dẫn, ví dụ recorded("income-price")["scores"].

    Lỗi: DataError khi chưa có bản ghi ấy.
    """
    packed = Path(str(resources.files("hocsau.training") / "recorded" / f"{name}.json"))
    path = packed if packed.is_file() else Path(__file__).parents[3] / FOLDER / f"{name}.json"
    if Path(name).name != name or not path.is_file():
        raise DataError(f"chưa có kết quả nào tên {name!r}; tạo bằng lệnh: hocsau train {name} --full")
    return json.loads(path.read_text(encoding="utf-8"))
