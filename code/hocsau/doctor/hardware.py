"""CPU và GPU."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
from collections.abc import Iterator

from hocsau.doctor.finding import BAD, NOTE, OK, Finding
from hocsau.doctor.packages import pip
from hocsau.doctor.place import on_colab

CHOOSE_GPU = "chọn Runtime → Change runtime type → T4 GPU → Save, rồi chạy lại từ ô đầu"
TORCH_PAGE = "https://pytorch.org/get-started/locally/"


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
    """Thiết bị tốt nhất mà torch thấy; thiếu GPU thì nói vì sao và chọn ở đâu."""
    if torch.cuda.is_available():
        names = [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())]
        return Finding(OK, "GPU", ", ".join(names))
    if torch.backends.mps.is_available():
        return Finding(OK, "GPU", "Apple (MPS)")
    if on_colab():
        return Finding(NOTE, "GPU", "runtime này chỉ có CPU; chương nào cần GPU thì đổi runtime", CHOOSE_GPU)
    if shutil.which("nvidia-smi"):
        if torch.version.cuda is None:
            value = "máy có GPU NVIDIA nhưng torch đang cài là bản chỉ dùng CPU"
            return Finding(NOTE, "GPU", value, f"cài bản CUDA: chọn cấu hình của bạn ở {TORCH_PAGE}")
        value = "torch không dùng được GPU NVIDIA của máy"
        return Finding(NOTE, "GPU", value, "cập nhật driver NVIDIA, rồi gõ nvidia-smi xem có thấy GPU không")
    return Finding(NOTE, "GPU", "không có; mọi chương vẫn chạy bằng CPU, chỉ các lần huấn luyện lớn là chậm")
