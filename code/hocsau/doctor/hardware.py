"""CPU và GPU."""

from __future__ import annotations

import importlib.util
import os
import platform
from collections.abc import Iterator

from hocsau.doctor.finding import BAD, NOTE, OK, Finding
from hocsau.doctor.packages import pip


def check() -> Iterator[Finding]:
    yield Finding(OK, "Máy", f"{platform.system()} {platform.machine()}, {os.cpu_count() or '?'} nhân CPU")
    if importlib.util.find_spec("torch") is None:
        yield Finding(NOTE, "GPU", "chưa biết, vì chưa cài torch")
        return
    try:
        import torch

        yield gpu(torch)
    except Exception as error:  # a broken torch fails with OSError, ImportError, RuntimeError …
        yield Finding(BAD, "torch", f"đã cài nhưng không nạp được ({error})", pip("--force-reinstall torch"))


def gpu(torch) -> Finding:  # noqa: ANN001
    """Thiết bị tốt nhất mà torch thấy."""
    if torch.cuda.is_available():
        names = [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())]
        return Finding(OK, "GPU", ", ".join(names))
    if torch.backends.mps.is_available():
        return Finding(OK, "GPU", "Apple (MPS)")
    return Finding(NOTE, "GPU", "không có; mọi chương vẫn chạy bằng CPU, chỉ các lần huấn luyện lớn là chậm")
