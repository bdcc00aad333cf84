"""Nơi code đang chạy: Colab, hay một môi trường Python trên máy."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def on_colab() -> bool:
    """Đang chạy trên Colab, trong notebook hay bằng lệnh bắt đầu bằng dấu !."""
    # a command after ! is another process: it does not import google.colab, but inherits the variables
    return "google.colab" in sys.modules or "COLAB_RELEASE_TAG" in os.environ


def environment() -> tuple[str, str]:
    """Loại môi trường ("colab", "conda", "venv" hay "chung") và tên của nó."""
    prefix = Path(sys.prefix)
    if on_colab():
        return "colab", "Colab"
    if (prefix / "conda-meta").is_dir():
        base = (prefix / "condabin").is_dir()  # the installation of conda itself
        return ("chung", "conda base") if base else ("conda", prefix.name)
    if sys.prefix != sys.base_prefix:
        return "venv", prefix.name
    return "chung", "Python chung của máy"
