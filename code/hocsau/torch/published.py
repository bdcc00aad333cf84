"""Nạp trọng số đã công bố của người khác vào một mạng của sách: kiểm trước, đổi sau."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import torch

from hocsau.data import cache
from hocsau.data.sources import RemoteFile
from hocsau.errors import DataError

COUNTER = "num_batches_tracked"  # of a batch norm; files of torch's first years have none


def load_published(
    model: torch.nn.Module, weights: RemoteFile, path: str | os.PathLike | None = None
) -> None:
    """Nạp tệp trọng số `weights` vào model rồi đặt model ở chế độ eval.

    SHA-256 được kiểm trước khi đọc, tệp chỉ được đọc như trọng số, không chạy mã bên trong; mọi tên và shape
    được so trước khi đổi gì.

    Tham số:
        model: mạng có đúng những tên trong tệp; chỉ có shape (thiết bị meta) cũng được.
        weights: tên tệp, SHA-256, nơi tải.
        path: tệp đã có; không đưa thì tìm trong HOCSAU_DATA, trong cache, rồi tải về.

    Lỗi:
        DataError: không có tệp, không tải được, SHA-256 sai, hoặc trọng số không hợp với model; khi ấy model
            giữ nguyên.
    """
    path = cache.fetch_part((weights,))[1] if path is None else checked_file(Path(path), weights)
    state = read_state(path)
    wanted = model.state_dict()
    counters = {name: torch.zeros_like(t, device="cpu") for name, t in wanted.items() if COUNTER in name}
    state = counters | state
    needs = {name: tuple(t.shape) for name, t in wanted.items()}
    given = {name: tuple(t.shape) for name, t in state.items()}
    if needs != given:
        names = [n for n in (*needs, *given) if needs.get(n) != given.get(n)]
        said = f"{names[0]}: tệp có {given.get(names[0])}, model cần {needs.get(names[0])}"
        raise DataError(f"{path}: trọng số không hợp với model này ({said})")
    if any(p.is_meta for p in model.parameters()):
        model.to_empty(device="cpu")
    model.load_state_dict(state)
    model.eval()


def checked_file(path: Path, weights: RemoteFile) -> Path:
    """Chính `path`; DataError khi không đọc được hay SHA-256 không phải của `weights`."""
    try:
        actual = cache.sha256_of(path)
    except OSError as error:
        raise DataError(f"không đọc được tệp trọng số {path}: {error.strerror or error}") from None
    if actual != weights.sha256:
        again = "; gọi load_weights() không tham số để tải lại" if weights.urls else ""
        raise DataError(
            f"{path} có SHA-256 {actual[:12]}…, không phải {weights.sha256[:12]}… của {weights.name}: "
            f"tệp hỏng, tải dở, hoặc là tệp khác{again}"
        )
    return path


def read_state(path: Path) -> dict[str, torch.Tensor]:
    """Bảng tên → tensor trong một tệp .pth; DataError khi tệp không phải thế."""
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except (RuntimeError, pickle.UnpicklingError, EOFError) as error:
        raise DataError(f"{path}: không đọc được như tệp trọng số ({type(error).__name__})") from None
    if not isinstance(state, dict) or not all(isinstance(t, torch.Tensor) for t in state.values()):
        raise DataError(f"{path}: không phải bảng tên → tensor")
    return dict(state)
