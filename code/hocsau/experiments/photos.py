"""Ảnh của một bộ dữ liệu cho các thí nghiệm transfer learning: ô vuông, cách chia, qua mạng đã học."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from hocsau.data import Dataset, Split
from hocsau.errors import DataError
from hocsau.nn.storage import load_arrays, save_arrays
from hocsau.torch.inputs import EFFICIENTNET_CENTRE, EFFICIENTNET_SCALE, centre_square
from hocsau.torch.models.staged import Staged
from hocsau.vision.images import read_image

CHUNK = 32
TAIL = "tail"  # the maps where learning may start again


def squares(data: Dataset, side: int, share: float) -> np.ndarray:
    """Mọi ảnh thành ô vuông màu uint8 (N, side, side, 3); x của bộ là đường dẫn, hay ảnh xám (N, H, W)."""
    images = map(read_image, data.train.x) if data.train.x.dtype.kind == "U" else data.train.x
    return np.stack([centre_square(image, side, share) for image in images])


def draw_rows(y: np.ndarray, test: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """(học, kiểm tra): số thứ tự ảnh, mỗi lớp một hàng.

    Cột đầu của phần học là ảnh thứ nhất của từng lớp: lấy k cột là lấy k ảnh mỗi lớp, và tập nhỏ nằm trong
    tập lớn. Xáo bằng default_rng(seed).

    Lỗi:
        DataError: các lớp không cùng số ảnh, hoặc không còn ảnh để học.
    """
    counts = np.bincount(y)
    if counts.min() != counts.max() or counts.min() <= test:
        raise DataError(
            f"cần các lớp có cùng số ảnh, nhiều hơn {test}; đang có từ {counts.min()} đến {counts.max()}"
        )
    rng = np.random.default_rng(seed)
    rows = np.stack([rng.permutation(np.flatnonzero(y == k)) for k in range(len(counts))])
    return rows[:, test:], rows[:, :test]


def network_input(images: np.ndarray) -> torch.Tensor:
    """Ô vuông uint8 (N, S, S, 3) → tensor như `hocsau.torch.efficientnet_input`."""
    x = (images.astype(np.float32) - np.float32(EFFICIENTNET_CENTRE)) / np.float32(EFFICIENTNET_SCALE)
    return torch.from_numpy(np.ascontiguousarray(x.transpose(0, 3, 1, 2)))


@torch.no_grad()
def pass_through(
    network: Staged,
    images: np.ndarray,
    folder: Path | None = None,
    *,
    tail: str | None = None,
    prepare: Callable[[np.ndarray], torch.Tensor] = network_input,
    name: str = "right",
    progress: bool = False,
) -> Mapping[str, np.ndarray]:
    """Cho mọi ảnh qua mạng một lượt; nhớ trung bình toàn ảnh sau từng khối.

    Có `folder` thì mỗi 32 ảnh được ghi thành một tệp, theo SHA-256 của chúng và tên cách chuẩn bị, để bị ngắt
    thì chạy tiếp.

    Tham số:
        network: mạng đã học.
        images: ô vuông uint8 (N, S, S, 3).
        folder: thư mục checkpoint, hoặc None.
        tail: tên khối mà cả feature map (N, C, H, W) được giữ, kiểu float16, dưới tên "tail".
        prepare: ô vuông → tensor.
        name: tên của cách chuẩn bị.
        progress: kể tiến độ ra stderr.

    Trả về:
        tên khối → (N, C); khối cuối là đặc trưng.
    """
    network.eval()
    parts: dict[str, list[np.ndarray]] = {}
    for start in range(0, len(images), CHUNK):
        chunk = images[start : start + CHUNK]
        digest = hashlib.sha256(chunk.tobytes()).hexdigest()[:24]
        kept = None if folder is None else folder / f"{name}-{tail}-{digest}.npz"
        if kept is not None and kept.is_file():
            found = load_arrays(kept)
        else:
            found = {}
            for stage, maps in network.walk(prepare(chunk)):
                found[stage] = maps.mean(dim=(2, 3)).numpy()
                if stage == tail:
                    found[TAIL] = maps.half().numpy()
            if kept is not None:
                save_arrays(kept, found)
        for stage, rows in found.items():
            parts.setdefault(stage, []).append(rows)
        if progress:
            print(f"{name}: {start + len(chunk)}/{len(images)} ảnh", file=sys.stderr, flush=True)
    return {stage: np.concatenate(rows) for stage, rows in parts.items()}


def accuracy(said: np.ndarray, y: np.ndarray) -> float:
    """Phần đoán đúng, làm tròn năm chữ số để ghi."""
    return round(float(np.mean(said == y)), 5)


def few_of_each(data: Dataset, count: int) -> Dataset:
    """Chỉ `count` ảnh đầu của mỗi lớp."""
    y = data.train.y
    rows = np.concatenate([np.flatnonzero(y == k)[:count] for k in range(int(y.max()) + 1)])
    return replace(data, train=Split(data.train.x[rows], y[rows]), test=None)


def means_of(curve: Mapping[str, Mapping[str, list[float]]]) -> dict[str, float]:
    """ "cách_k" và "cách_k_std": trung bình và độ lệch chuẩn giữa các lần chia."""
    scores = {}
    for way, points in curve.items():
        for name, values in points.items():
            scores[f"{way}_{name}"] = round(float(np.mean(values)), 5)
            scores[f"{way}_{name}_std"] = round(float(np.std(values, ddof=1)), 5)
    return scores
