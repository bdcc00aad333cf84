"""Tệp .weights của darknet: vài số nguyên ở đầu, rồi mọi trọng số nối nhau, không tên, không shape.

Vì thế chỉ đọc được khi có đúng cfg: cfg nói mỗi tầng có bao nhiêu số. Thứ tự trong một tầng convolutional:

    có batch norm:     β (bias), γ (scale), trung bình, phương sai, rồi kernel (F, C, K, K)
    không batch norm:  bias, rồi kernel
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hocsau.darknet.plan import Layer
from hocsau.errors import DataError
from hocsau.files import write_atomically

FLOAT = np.dtype("<f4")
VERSION = (0, 2, 5)  # what AlexeyAB's darknet writes


@dataclass(frozen=True)
class Weights:
    """Nội dung một tệp .weights.

    `version` là (major, minor, revision); `seen` là số ảnh mạng đã học; `layers` giữ mỗi tầng convolutional
    một dict theo số thứ tự của tầng: "bias", "kernel", và khi có batch norm thêm "scale", "mean", "variance".
    """

    layers: dict[int, dict[str, np.ndarray]]
    version: tuple[int, int, int] = VERSION
    seen: int = 0


def sizes(layers: tuple[Layer, ...]) -> dict[int, list[tuple[str, tuple[int, ...]]]]:
    """Tên và shape của các mảng, theo đúng thứ tự trong tệp, của từng tầng convolutional."""
    found: dict[int, list[tuple[str, tuple[int, ...]]]] = {}
    for i, layer in enumerate(layers):
        if layer.kind != "convolutional":
            continue
        channels = (layer.parameters - layer.filters * (2 if layer.norm else 1)) // (
            layer.filters * layer.size**2
        )
        names = ["bias", "scale", "mean", "variance"] if layer.norm else ["bias"]
        flat: list[tuple[str, tuple[int, ...]]] = [(name, (layer.filters,)) for name in names]
        found[i] = [*flat, ("kernel", (layer.filters, channels, layer.size, layer.size))]
    return found


def read_weights(path: str | os.PathLike, layers: tuple[Layer, ...], *, upto: int | None = None) -> Weights:
    """Đọc tệp .weights theo bản vẽ của mạng, tới byte cuối cùng.

    Tham số:
        path: tệp .weights.
        layers: từ `plan(read_cfg(…))`.
        upto: chỉ các tầng đầu tiên (tệp .conv.29 giữ 29 tầng đầu): tệp phải hết đúng sau tầng upto − 1.

    Lỗi:
        DataError: tệp không có, quá ngắn (ghi tầng nào thiếu), còn thừa byte, hay có NaN, vô hạn.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"không đọc được {path}: {error.strerror or error}") from None
    version, seen, at = _header(content, path.name)
    found: dict[int, dict[str, np.ndarray]] = {}
    for i, parts in sizes(layers).items():
        if upto is not None and i >= upto:
            break
        found[i] = {}
        for name, shape in parts:
            count = int(np.prod(shape))
            if at + 4 * count > len(content):
                raise DataError(
                    f"{path.name} hết ở byte {len(content)}, giữa tầng {i} ({name} cần {count} số từ byte "
                    f"{at}); "
                    "tệp bị cắt cụt, hay là của một cfg khác"
                )
            values = np.frombuffer(content, FLOAT, count, at).astype(np.float32).reshape(shape)
            if not np.isfinite(values).all():
                raise DataError(f"{path.name}: {name} của tầng {i} có NaN hay vô hạn; tệp hỏng hay cfg khác")
            if name == "variance" and (values < 0).any():
                raise DataError(f"{path.name}: phương sai của tầng {i} có số âm; tệp hỏng hay cfg khác")
            found[i][name] = values
            at += 4 * count
    if at != len(content):
        raise DataError(
            f"{path.name} còn thừa {len(content) - at} byte sau tầng cuối; tệp là của một cfg khác (khác "
            "số lớp, khác bề rộng), hay cần upto"
        )
    return Weights(found, version, seen)


def _header(content: bytes, name: str) -> tuple[tuple[int, int, int], int, int]:
    """Three int32 for the version; then how many photos were seen: int32 before version 0.2, int64 since."""
    if len(content) < 16:
        raise DataError(f"{name} chỉ có {len(content)} byte; phần đầu của tệp .weights đã dài 16 hay 20 byte")
    major, minor, revision = (int(v) for v in np.frombuffer(content, "<i4", 3))
    if not (0 <= major < 1000 and 0 <= minor < 1000):
        raise DataError(f"{name}: phiên bản {major}.{minor} vô lí; đây không phải tệp .weights của darknet")
    long = major * 10 + minor >= 2
    if long and len(content) < 20:
        raise DataError(f"{name} chỉ có {len(content)} byte; phần đầu của tệp phiên bản này dài 20 byte")
    seen = int(np.frombuffer(content, "<i8" if long else "<i4", 1, 12)[0])
    return (major, minor, revision), seen, 20 if long else 16


def write_weights(path: str | os.PathLike, weights: Weights, layers: tuple[Layer, ...]) -> None:
    """Ghi tệp .weights mà `read_weights` (và darknet) đọc lại đúng từng byte.

    Tham số:
        path: tệp sẽ ghi.
        weights: các mảng của mọi tầng convolutional.
        layers: bản vẽ của mạng.

    Lỗi:
        DataError: thiếu tầng, thừa tầng, thiếu mảng, sai shape, không ghi được.
    """
    wanted = sizes(layers)
    if set(weights.layers) != set(wanted):
        raise DataError(
            f"trọng số có các tầng {sorted(weights.layers)}; mạng có các tầng convolutional {sorted(wanted)}"
        )
    major, minor, revision = weights.version
    long = major * 10 + minor >= 2
    parts = [np.array([major, minor, revision], "<i4").tobytes()]
    parts.append(np.array([weights.seen], "<i8" if long else "<i4").tobytes())
    for i, names in wanted.items():
        for name, shape in names:
            values = weights.layers[i].get(name)
            if values is None or np.shape(values) != shape:
                got = "không có" if values is None else f"shape {np.shape(values)}"
                raise DataError(f"tầng {i}: {name} cần shape {shape}, {got}")
            parts.append(np.asarray(values, FLOAT).tobytes())
    path = Path(path)
    try:
        with write_atomically(path) as draft:
            draft.write_bytes(b"".join(parts))
    except OSError as error:
        raise DataError(f"không ghi được {path}: {error.strerror or error}") from None


def folded(
    weights: Weights, layers: tuple[Layer, ...], *, eps: float = 1e-5
) -> dict[int, dict[str, np.ndarray]]:
    """Gộp batch norm vào kernel: tầng → {"bias" (F,), "kernel" (F, C, K, K)}, cùng đầu ra khi dự đoán.

    γ (k ⋆ x − μ) / √(σ² + ε) + β  =  (γ / √(σ² + ε)) k ⋆ x + (β − γμ / √(σ² + ε))

    Tham số:
        weights: các mảng của mạng.
        layers: bản vẽ của mạng.
        eps: ε của batch norm; torch lấy 1e-5.

    Trả về:
        float32; tầng không có batch norm thì giữ nguyên.
    """
    found = {}
    for i, arrays in weights.layers.items():
        kernel, bias = arrays["kernel"].astype(np.float64), arrays["bias"].astype(np.float64)
        if layers[i].norm:
            slope = arrays["scale"] / np.sqrt(arrays["variance"].astype(np.float64) + eps)
            kernel, bias = kernel * slope[:, None, None, None], bias - slope * arrays["mean"]
        found[i] = {"bias": bias.astype(np.float32), "kernel": kernel.astype(np.float32)}
    return found
