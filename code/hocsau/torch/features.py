"""Đặc trưng của ảnh: nửa đầu của một mạng đã học, chạy một lần cho mỗi ảnh rồi nhớ.

from hocsau.torch.features import pretrained
extractor = pretrained()  # EfficientNet-Lite0 học trên ImageNet
x = extractor.files(paths)  # (N, 1280); lần sau đọc lại từ cache
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from hocsau.data import cache as caches
from hocsau.errors import DataError
from hocsau.nn.storage import load_arrays, save_arrays
from hocsau.torch.inputs import EFFICIENTNET_VERSION, efficientnet_input
from hocsau.torch.models import efficientnet
from hocsau.torch.models.staged import Staged
from hocsau.vision.images import read_image

__all__ = [
    "Extractor",
    "pretrained",
]

NAME = "features"


@dataclass(frozen=True)
class Extractor:
    """Một mạng đã học, kèm cách chuẩn bị ảnh của nó.

    `key` là chữ kí của trọng số và của cách chuẩn bị ảnh: đổi một trong hai thì phải đổi key, để không đọc
    nhầm đặc trưng cũ trong cache.
    """

    model: Staged
    prepare: Callable[[np.ndarray], torch.Tensor]
    key: str
    batch_size: int = 16

    def arrays(self, images: Iterable[np.ndarray]) -> np.ndarray:
        """Đặc trưng float32 (N, D) của các ảnh uint8; không dùng cache.

        Lỗi:
            ValueError: không có ảnh nào, hoặc một ảnh sai dạng.
        """
        rows = list(self._batches(map(self.prepare, images)))
        if not rows:
            raise ValueError("không có ảnh nào để lấy đặc trưng")
        return np.concatenate(rows)

    def files(
        self,
        paths: Sequence[str | Path],
        *,
        cache: str | Path | None = None,
        bad: list[tuple[int, str]] | None = None,
        progress: bool = False,
    ) -> np.ndarray:
        """Đặc trưng float32 (N, D) của các tệp ảnh; tệp nào đã tính thì đọc lại từ cache.

        Cache ghi theo SHA-256 của *nội dung* tệp ảnh (đổi tên, chép đi đâu cũng nhận ra), mỗi ảnh một tệp nhỏ
        được ghi trọn vẹn: bị ngắt giữa chừng thì chạy lại là tính tiếp. Tệp cache hỏng thì tính lại.

        Tham số:
            paths: các tệp ảnh.
            cache: thư mục cache; không nêu thì "features" trong cache của sách (HOCSAU_CACHE).
            bad: danh sách để nhận (chỉ số, lời báo) của những ảnh không đọc được, hàng của chúng là NaN;
                không đưa thì ảnh hỏng đầu tiên là lỗi.
            progress: hiện thanh tiến độ ở stderr.

        Lỗi:
            ValueError: không có tệp nào.
            DataError: ảnh không đọc được, hoặc không ghi được cache.
        """
        paths = [Path(path) for path in paths]
        if not paths:
            raise ValueError("không có ảnh nào để lấy đặc trưng")
        folder = self._folder(cache)
        size = self.size
        rows = np.full((len(paths), size), np.nan, np.float32)
        waiting: dict[str, list[int]] = {}  # one photo at several places is computed once
        for i, path in enumerate(paths):
            try:
                digest = caches.sha256_of(path)
            except OSError as error:
                _refuse(i, DataError(f"không đọc được {path}: {error.strerror or error}"), bad)
                continue
            kept = _kept(folder / f"{digest}.npz", size)
            if kept is None:
                waiting.setdefault(digest, []).append(i)
            else:
                rows[i] = kept
        for digest, row in self._computed(waiting, paths, bad, progress):
            save_arrays(folder / f"{digest}.npz", {NAME: row})
            rows[waiting[digest]] = row
        return rows

    def _computed(
        self,
        waiting: dict[str, list[int]],
        paths: Sequence[Path],
        bad: list[tuple[int, str]] | None,
        progress: bool,
    ) -> Iterator[tuple[str, np.ndarray]]:
        good: list[str] = []

        def inputs() -> Iterator[torch.Tensor]:
            for digest, places in _bar(waiting.items(), progress):
                try:
                    x = self.prepare(read_image(paths[places[0]]))
                except DataError as error:
                    for i in places:
                        _refuse(i, error, bad)
                    continue
                good.append(digest)
                yield x

        done = 0
        for batch in self._batches(inputs()):
            yield from zip(good[done:], batch, strict=True)
            done = len(good)

    @torch.no_grad()
    def _batches(self, inputs: Iterable[torch.Tensor]) -> Iterator[np.ndarray]:
        """Features of up to batch_size inputs at a time."""
        self.model.eval()
        device = next(self.model.parameters()).device
        held: list[torch.Tensor] = []
        for x in inputs:
            held.append(x)
            if len(held) == self.batch_size:
                yield self.model.features(torch.cat(held).to(device)).float().cpu().numpy()
                held = []
        if held:
            yield self.model.features(torch.cat(held).to(device)).float().cpu().numpy()

    @property
    def size(self) -> int:
        """Số D của một ảnh."""
        *_, modules = self.model.stages().values()
        return modules[-1].in_features

    def _folder(self, cache: str | Path | None) -> Path:
        base = caches.cache_folder() / NAME if cache is None else Path(cache)
        folder = base / hashlib.sha256(self.key.encode()).hexdigest()[:16]
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataError(
                f"không tạo được thư mục cache {folder} ({error.strerror}); "
                "hãy đặt biến HOCSAU_CACHE thành một thư mục ghi được"
            ) from None
        return folder


def pretrained() -> Extractor:
    """EfficientNet-Lite0 đã học trên ImageNet, với đúng cách chuẩn bị ảnh của nó.

    Lỗi:
        DataError: chưa cài gói trọng số, kèm lệnh pip.
    """
    model = efficientnet.EfficientNetLite0().load_weights()
    model.to(memory_format=torch.channels_last)  # the same numbers, in three quarters of the time
    return Extractor(model, efficientnet_input, f"{efficientnet.WEIGHTS.sha256} {EFFICIENTNET_VERSION}")


def _kept(path: Path, size: int) -> np.ndarray | None:
    """The row in a cache file; None where there is none, or a damaged one."""
    if not path.is_file():
        return None
    try:
        row = load_arrays(path).get(NAME)
    except DataError:
        return None  # it is computed and written again
    fits = row is not None and row.shape == (size,) and row.dtype == np.float32 and np.isfinite(row).all()
    return row if fits else None


def _refuse(i: int, error: DataError, bad: list[tuple[int, str]] | None) -> None:
    if bad is None:
        raise error
    bad.append((i, str(error)))


def _bar(items: Iterable[Any], show: bool) -> Iterable[Any]:
    if not show:
        return items
    from tqdm import tqdm

    return tqdm(items, desc="đặc trưng", unit="ảnh", disable=None)
