"""Ảnh của bạn trên đĩa: mỗi thư mục con một lớp, ảnh chỉ được đọc khi cần tới."""

from __future__ import annotations

import os
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from hocsau.data.dataset import Split, chosen_rows, part_size
from hocsau.data.formats.suffixes import OTHER_SUFFIXES, SUFFIXES
from hocsau.errors import DataError

# What systems and archives keep beside the pictures: copies, thumbnails, deleted files.
_NOT_OURS = {"__macosx", "@eadir", "#recycle", "$recycle.bin", "system volume information", "lost+found"}


@dataclass(frozen=True)
class ImageFolder:
    """Danh sách ảnh và nhãn; chưa ảnh nào nằm trong bộ nhớ.

    `paths` là đường dẫn N ảnh, `y` (N,) là số thứ tự lớp trong `classes`, `size` là cạnh ảnh lấy ra.
    `folder[i]` đọc một ảnh: (x float32 (3, size, size) trong [0, 1], nhãn). Vì có `len` và `[i]`, nó đưa
    thẳng được vào torch.utils.data.DataLoader.
    """

    root: Path
    classes: tuple[str, ...]
    paths: tuple[Path, ...]
    y: np.ndarray
    size: int = 64

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, i: int) -> tuple[np.ndarray, int]:
        x = self.image(i).astype(np.float32) / np.float32(255)  # (S, S, 3)
        return np.ascontiguousarray(x.transpose(2, 0, 1)), int(self.y[i])

    def image(self, i: int) -> np.ndarray:
        """Ảnh thứ i, uint8 (size, size, 3): cắt hình vuông ở giữa rồi thu lại.

        Lỗi:
            DataError: ảnh hỏng.
        """
        from PIL import Image, ImageOps

        from hocsau.vision.images import read_image  # it is slow to import, and only pictures need it

        picture = Image.fromarray(read_image(self.paths[i]))
        return np.asarray(ImageOps.fit(picture, (self.size, self.size), Image.Resampling.BILINEAR))

    def counts(self) -> dict[str, int]:
        """Số ảnh của từng lớp."""
        return dict(zip(self.classes, np.bincount(self.y, minlength=len(self.classes)).tolist(), strict=True))

    def take(self, rows: Sequence[int] | np.ndarray) -> ImageFolder:
        """Chỉ những ảnh đã nêu (số thứ tự, hoặc mặt nạ True/False), theo thứ tự ấy."""
        rows = chosen_rows(rows, len(self))
        return replace(self, paths=tuple(self.paths[i] for i in rows), y=self.y[rows])

    def split(
        self, *, val: float | int = 0, test: float | int = 0, rng: np.random.Generator | None = None
    ) -> tuple[ImageFolder, ImageFolder, ImageFolder]:
        """(train, val, test), xáo bằng rng (mặc định `default_rng(0)`); val, test là số ảnh hoặc tỉ lệ.

        Lỗi:
            DataError: không còn ảnh nào cho train.
        """
        n = len(self)
        val, test = part_size("val", val, n), part_size("test", test, n)
        if val + test >= n:
            raise DataError(f"val + test = {val + test} ảnh, nhưng chỉ có {n}")
        order = (rng or np.random.default_rng(0)).permutation(n)
        return self.take(order[val + test :]), self.take(order[test : val + test]), self.take(order[:test])

    def arrays(self) -> Split:
        """Đọc tất cả vào bộ nhớ: x float32 (N, 3, size, size), y (N,). Chỉ dùng khi bộ ảnh nhỏ."""
        x = np.empty((len(self), 3, self.size, self.size), np.float32)
        for i in range(len(self)):
            x[i] = self[i][0]
        return Split(x, self.y.copy())

    def unreadable(self) -> Iterator[tuple[int, str]]:
        """Mở thử từng ảnh: (vị trí, lời báo lỗi) của mỗi ảnh hỏng. Nên chạy một lần trước khi train."""
        for i in range(len(self)):
            try:
                self.image(i)
            except DataError as error:
                yield i, str(error)


def read_folder(
    root: str | os.PathLike[str], *, size: int = 64, label: Callable[[str], str] | None = None
) -> ImageFolder:
    """Liệt kê ảnh trong một thư mục; chưa đọc ảnh nào.

    Mỗi thư mục con là một lớp, ảnh nằm bên trong (sâu mấy tầng cũng được). Nếu mọi ảnh nằm chung một thư mục
    thì cho `label`: hàm nhận tên tệp, trả về tên lớp, như `lambda name: name.split(".")[0]` với cat.0.jpg.
    Lớp xếp theo tên, nên hai lần đọc cho cùng số thứ tự. Tệp không phải ảnh, tệp và thư mục ẩn (kể cả thùng
    rác, bản sao của máy) được bỏ qua; ảnh có đuôi không đọc được (.heic, …) được đếm trong một cảnh báo.

    Lỗi:
        DataError: không có thư mục, một lớp không có ảnh nào, hoặc có ít hơn hai lớp.
        ValueError: size < 1.
    """
    root = Path(root)
    if isinstance(size, bool) or not isinstance(size, (int, np.integer)) or size < 1:
        raise ValueError(f"size = {size!r}; cần số nguyên dương, cạnh của ảnh lấy ra")
    _folder(root)
    groups = _by_folder(root) if label is None else _by_name(root, label)
    classes = tuple(sorted(groups))
    paths = tuple(path for name in classes for path in groups[name])
    y = np.repeat(np.arange(len(classes)), [len(groups[name]) for name in classes]).astype(np.int64)
    return ImageFolder(root, classes, paths, y, int(size))


def pictures_in(root: str | os.PathLike[str]) -> list[Path]:
    """Mọi ảnh trong thư mục, ở mọi tầng, xếp theo tên; tệp và thư mục ẩn được bỏ qua như `read_folder`.

    Lỗi:
        DataError: không có thư mục, hoặc không có ảnh nào.
    """
    root = _folder(Path(root))
    found = _images(root, root.rglob("*"))
    if not found:
        raise DataError(f"{root} không có ảnh nào ({', '.join(SUFFIXES)})")
    return found


def _folder(root: Path) -> Path:
    if not root.is_dir():
        raise DataError(
            f"{root} là một tệp; cần một thư mục" if root.exists() else f"không có thư mục {root}"
        )
    return root


def _by_folder(root: Path) -> dict[str, list[Path]]:
    folders = [path for path in root.iterdir() if path.is_dir() and not _hidden(path, root)]
    loose = _images(root, root.iterdir())
    if len(folders) < 2:
        hint = (
            f" {len(loose)} ảnh nằm ngay trong đó: chia chúng vào thư mục con, hoặc cho label=…"
            if loose
            else ""
        )
        raise DataError(
            f"{root} có {len(folders)} thư mục con; cần từ hai trở lên, mỗi thư mục một lớp.{hint}"
        )
    files = {folder.name: list(folder.rglob("*")) for folder in folders}
    groups = {name: _images(root, found) for name, found in files.items()}
    _say_left_out(root, [path for found in files.values() for path in found], len(loose))
    empty = sorted(name for name, images in groups.items() if not images)
    if empty:
        raise DataError(
            f"{root}: thư mục {', '.join(empty)} không có ảnh nào ({', '.join(SUFFIXES)}); "
            "hãy thêm ảnh hoặc xoá thư mục ấy"
        )
    return groups


def _by_name(root: Path, label: Callable[[str], str]) -> dict[str, list[Path]]:
    groups: dict[str, list[Path]] = {}
    files = list(root.iterdir())
    _say_left_out(root, files, 0)
    for path in _images(root, files):
        name = label(path.name)
        if not isinstance(name, str) or not name:
            raise DataError(f"label({path.name!r}) trả về {name!r}; cần tên lớp, một chuỗi không rỗng")
        groups.setdefault(name, []).append(path)
    if len(groups) < 2:
        found = ", ".join(sorted(groups)) or "không có ảnh nào"
        raise DataError(f"{root}: label cho {len(groups)} lớp ({found}); cần từ hai lớp trở lên")
    return groups


def _images(root: Path, paths: Iterable[Path]) -> list[Path]:
    return sorted(
        path
        for path in paths
        if path.suffix.lower() in SUFFIXES and not _hidden(path, root) and path.is_file()
    )


def _hidden(path: Path, root: Path) -> bool:
    """Anywhere below the root: a trash (.Trash-1000), copies of a notebook, thumbnails of a NAS (@eaDir)."""
    parts = path.relative_to(root).parts
    return any(part.startswith(".") or part.casefold() in _NOT_OURS for part in parts)


def _say_left_out(root: Path, paths: Iterable[Path], loose: int) -> None:
    counts = Counter(
        path.suffix.lower()
        for path in paths
        if path.suffix.lower() in OTHER_SUFFIXES and not _hidden(path, root) and path.is_file()
    )
    said = [f"{n} tệp {suffix} (hãy đổi sang .png hay .jpg)" for suffix, n in sorted(counts.items())]
    said += [f"{loose} ảnh nằm ngoài các thư mục lớp"] if loose else []
    if said:
        warnings.warn(f"{root}: bỏ qua {', '.join(said)}", stacklevel=4)
