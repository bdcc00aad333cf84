"""Đọc vector từ dạng chữ của GloVe: mỗi dòng một từ rồi D số, cách nhau bằng dấu cách."""

from __future__ import annotations

import math
import os
from collections.abc import Collection
from pathlib import Path

import numpy as np

from hocsau.errors import DataError


def read_glove(
    path: str | os.PathLike[str], *, keep: Collection[str] | None = None, limit: int | None = None
) -> tuple[list[str], np.ndarray]:
    """Đọc tệp GloVe từng dòng một, nên tệp lớn hơn bộ nhớ cũng được nếu `keep` hay `limit` đủ nhỏ.

    Số chiều là của dòng đầu. Dòng sai bị từ chối, không bỏ qua: bỏ qua là mất từ mà không ai biết.

    Tham số:
        path: tệp chữ UTF-8, như glove.6B.50d.txt.
        keep: chỉ giữ những từ này; None là giữ tất cả. Dòng không giữ vẫn được kiểm số cột.
        limit: chỉ đọc ngần ấy dòng đầu.

    Trả về:
        (words, vectors): danh sách V từ và mảng (V, D) float32, theo thứ tự trong tệp.

    Lỗi:
        DataError: không đọc được tệp, tệp rỗng; hay một dòng thiếu số, thừa số, có chữ không phải số, có NaN,
            inf, hay một từ lặp lại. Lời báo nêu số dòng.
    """
    path = Path(path)
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 1):
        raise ValueError(f"limit = {limit!r}; cần số nguyên dương")
    seen: dict[str, int] = {}
    words: list[str] = []
    rows: list[np.ndarray] = []
    width = 0
    try:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if limit is not None and number > limit:
                    break
                where = f"{path.name}, dòng {number}"
                word, *numbers = line.rstrip("\r\n").rstrip(" ").split(" ")
                width = width or len(numbers)
                if not word or len(numbers) < 1 or len(numbers) != width:
                    raise DataError(
                        f"{where}: {word[:30]!r} có {len(numbers)} số; cần 1 từ, {width or 'vài'} số"
                    )
                if word in seen:
                    raise DataError(f"{where}: từ {word[:30]!r} đã có ở dòng {seen[word]}")
                seen[word] = number
                if keep is None or word in keep:
                    rows.append(_numbers(numbers, where))
                    words.append(word)
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} không phải chữ UTF-8: {error}") from None
    except OSError as error:
        raise DataError(f"không đọc được {path}: {error.strerror or error}") from None
    if not seen:
        raise DataError(f"{path.name} rỗng; cần mỗi dòng một từ và các số")
    return words, np.array(rows, np.float32).reshape(len(words), width)


def _numbers(numbers: list[str], where: str) -> np.ndarray:
    values = []
    for text in numbers:
        try:
            value = float(text)
        except ValueError:
            raise DataError(f"{where}: {text[:30]!r} không phải số") from None
        if not math.isfinite(value) or abs(value) > float(np.finfo(np.float32).max):
            raise DataError(f"{where}: {text[:30]!r}; cần số hữu hạn, vừa float32")
        values.append(value)
    return np.array(values, np.float32)
