"""Mạng đọc biển số với trọng số int8, chạy bằng numpy: bản nhẹ của CRNN đi kèm sách, để trang web đọc được.

Trang tính cùng phép tính này bằng JavaScript (book/live/plate_reader.js).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from hocsau.darknet.integer import LEVELS, convolve
from hocsau.errors import DataError
from hocsau.nn.activations import sigmoid
from hocsau.nn.ctc import ctc_greedy
from hocsau.nn.storage import load_arrays
from hocsau.plates.crops import plate_crop, standardised
from hocsau.plates.number import CHARACTERS
from hocsau.recorded import recorded_file

FILE, FORMAT = "plates-read-reader.npz", "hocsau-plate-reader-1"
POOLS = ((2, 2), (2, 2), (2, 1), (2, 1), (1, 1))  # as hocsau.torch.models.crnn has them
EPS = 1e-5
Part = dict[str, np.ndarray]


def light_reader() -> LightReader:
    """Mạng do `hocsau train plates-read --full` ghi, làm tròn về int8.

    Lỗi:
        DataError: tệp không có, hỏng, hay của một mạng khác.
    """
    arrays = load_arrays(recorded_file(FILE))
    if str(arrays.get("format", "")) != FORMAT:
        raise DataError(f"{FILE} không phải mạng đọc biển số của hocsau")
    return LightReader(from_crnn(arrays))


def from_crnn(arrays: Mapping[str, np.ndarray]) -> list[Part]:
    """Các ma trận của một CRNN (tên như `state_dict` của nó) thành int8, batch norm gộp vào convolution.

    Mỗi hàng của một ma trận (mỗi kernel) một thang, như `hocsau.darknet.quantise`; bias giữ số thực.

    Trả về:
        năm convolution, bốn ma trận của GRU (tới, hồi tiếp; chiều xuôi rồi chiều ngược), tầng cuối.
    """
    parts, places = [], _convolutions(arrays)
    for block in range(len(POOLS)):
        first = places[block]
        norm = {
            name: np.asarray(arrays[f"features.{first + 1}.{name}"], np.float64)
            for name in ("weight", "bias", "running_mean", "running_var")
        }
        slope = norm["weight"] / np.sqrt(norm["running_var"] + EPS)
        kernel = np.asarray(arrays[f"features.{first}.weight"], np.float64)
        rows = (kernel * slope[:, None, None, None]).reshape(len(kernel), -1)
        parts.append(_rounded(rows, norm["bias"] - slope * norm["running_mean"]))
    for end in ("", "_reverse"):
        for kind in ("ih", "hh"):
            parts.append(_rounded(arrays[f"gru.weight_{kind}_l0{end}"], arrays[f"gru.bias_{kind}_l0{end}"]))
    parts.append(_rounded(arrays["head.weight"], arrays["head.bias"]))
    return parts


def _convolutions(arrays: Mapping[str, np.ndarray]) -> list[int]:
    """The places of the convolutions in `features`: what has a weight of four axes."""
    found = sorted(
        int(name.split(".")[1])
        for name, value in arrays.items()
        if name.startswith("features.") and name.endswith(".weight") and np.ndim(value) == 4
    )
    if len(found) != len(POOLS):
        raise DataError(f"mạng đọc có {len(found)} convolution; cần {len(POOLS)}")
    return found


def _rounded(rows: ArrayLike, bias: ArrayLike) -> Part:
    rows = np.asarray(rows, np.float64)
    scale = np.abs(rows).max(axis=1) / LEVELS
    scale[scale == 0] = 1.0
    whole = np.rint(rows / scale[:, None]).astype(np.int8)
    return {"rows": whole, "scale": scale.astype(np.float32), "bias": np.asarray(bias, np.float32)}


class LightReader:
    """Gọi reader(crop) với crop (64, 96), 0–255, thì được logit (T, K); `read` cho thẳng chuỗi kí tự.

    Tham số:
        parts: từ `from_crnn`.
    """

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self._rows = [part["rows"].astype(np.float32) * part["scale"][:, None] for part in parts]
        self._bias = [part["bias"] for part in parts]

    def __call__(self, crop: np.ndarray) -> np.ndarray:
        """crop (H, W) float, H chia hết cho 32, W chia hết cho 4 → logit (T, K), T = (H/32)·(W/4)."""
        crop = np.asarray(crop, np.float32)
        if crop.ndim != 2 or crop.shape[0] % 32 or crop.shape[1] % 4 or not crop.size:
            raise ValueError(f"crop có shape {crop.shape}; cần (H, W), H chia hết cho 32, W chia hết cho 4")
        x = standardised(crop)[None]
        for rows, bias, (tall, wide) in zip(self._rows, self._bias, POOLS, strict=False):
            x = np.maximum(convolve(x, rows, 3, 1, 1) + bias[:, None, None], 0)
            c, h, w = x.shape
            x = x.reshape(c, h // tall, tall, w // wide, wide).max(axis=(2, 4))
        c, h, w = x.shape
        lines = x.reshape(c, h // 2, 2, w).transpose(1, 3, 0, 2).reshape(h // 2, w, 2 * c)
        read = [np.hstack([self._gru(line, 5), self._gru(line[::-1], 7)[::-1]]) for line in lines]
        return np.concatenate(read) @ self._rows[9].T + self._bias[9]

    def _gru(self, steps: np.ndarray, at: int) -> np.ndarray:
        """r, z, n as torch orders them; n = tanh(W x + b + r ⊙ (U h + c)),  h = (1 − z) ⊙ n + z ⊙ h."""
        given = steps @ self._rows[at].T + self._bias[at]  # (T, 3H)
        hidden = self._rows[at + 1].shape[1]
        h, found = np.zeros(hidden, np.float32), []
        for row in given:
            own = self._rows[at + 1] @ h + self._bias[at + 1]
            r = sigmoid(row[:hidden] + own[:hidden])
            z = sigmoid(row[hidden : 2 * hidden] + own[hidden : 2 * hidden])
            n = np.tanh(row[2 * hidden :] + r * own[2 * hidden :])
            h = (1 - z) * n + z * h
            found.append(h)
        return np.array(found)

    def read(self, image: np.ndarray, box: ArrayLike) -> str:
        """Chuỗi kí tự đọc tham lam trên biển nằm trong khung `box` của ảnh uint8 (H, W, 3)."""
        crop = plate_crop(image, box)
        rows = self(crop).reshape(-1, crop.shape[1] // 4, len(CHARACTERS) + 1)  # one text a row of letters
        return "".join(CHARACTERS[k - 1] for labels in ctc_greedy(rows) for k in labels.tolist())

    def packed(self) -> dict[str, Any]:
        """Viết được thành JSON: mỗi ma trận int8 dạng base64, thang và bias sáu chữ số."""
        return {
            "characters": CHARACTERS,
            "pools": [list(pool) for pool in POOLS],
            "parts": [
                {
                    "rows": base64.b64encode(part["rows"].tobytes()).decode("ascii"),
                    "scale": [float(f"{v:.7g}") for v in part["scale"]],
                    "bias": [float(f"{v:.7g}") for v in part["bias"]],
                }
                for part in self.parts
            ],
        }
