"""Đọc chữ trên biển: mảnh ảnh → CRNN → CTC → số biển hợp lệ có xác suất lớn nhất."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import ArrayLike

from hocsau.errors import DataError
from hocsau.nn.ctc import ctc_beam, ctc_greedy
from hocsau.plates.crops import plate_crop, standardised
from hocsau.plates.number import CHARACTERS, PlateNumber, read_number
from hocsau.torch.models.crnn import CRNN

__all__ = ["Reading", "read_crops", "read_plates", "to_labels", "to_text"]

CLASSES = len(CHARACTERS) + 1  # class 0 is the blank
BEAM = 8


@dataclass(frozen=True)
class Reading:
    """Điều đọc được trên một biển.

    Tham số:
        text: các kí tự, không dấu: "59X112345".
        chance: xác suất mà mạng gán cho chuỗi ấy, từ 0 đến 1.
        number: số biển khi chuỗi hợp lệ, None khi không.
    """

    text: str
    chance: float
    number: PlateNumber | None

    def __str__(self) -> str:
        return self.text if self.number is None else str(self.number)


def to_labels(text: str) -> np.ndarray:
    """Chuỗi kí tự thành dãy lớp (int64), "0" là lớp 1; lớp 0 dành cho kí hiệu trống.

    Lỗi:
        DataError: có kí tự ngoài `CHARACTERS`.
    """
    strange = sorted(set(text) - set(CHARACTERS))
    if strange:
        raise DataError(f"có kí tự {', '.join(map(repr, strange))} không nằm trong {CHARACTERS}")
    return np.array([CHARACTERS.index(c) + 1 for c in text], np.int64)


def to_rows(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Dãy lớp của hai hàng: mã và sê ri (bốn kí tự đầu) ở hàng trên, thứ tự ở hàng dưới."""
    labels = to_labels(text)
    return labels[:4], labels[4:]


def to_text(labels: Sequence[int] | np.ndarray) -> str:
    """Dãy lớp thành chuỗi kí tự."""
    return "".join(CHARACTERS[k - 1] for k in np.asarray(labels, int).tolist())


def read_plates(network: CRNN, image: np.ndarray, boxes: ArrayLike, *, width: int = BEAM) -> list[Reading]:
    """Đọc mọi biển trong một ảnh.

    Tham số:
        network: CRNN đã học, `CLASSES` lớp.
        image: uint8 (H, W, 3) hay (H, W).
        boxes: (k, 4), x1 y1 x2 y2 của từng biển.
        width: số đoạn đầu mà beam search giữ; 0 thì đọc tham lam.

    Trả về:
        k `Reading`. Trong các chuỗi mà beam search giữ lại, chuỗi đầu tiên là số biển hợp lệ được chọn; không
        có chuỗi nào hợp lệ thì lấy chuỗi đầu.

    Lỗi:
        ValueError: ảnh hay khung sai shape.
    """
    sides = np.asarray(boxes, np.float64).reshape(-1, 4)
    if not len(sides):
        return []
    height, wide = network.image
    crops = np.stack([plate_crop(image, box, height=height, width=wide) for box in sides])
    return read_crops(network, crops, width=width)


def read_crops(network: CRNN, crops: np.ndarray, *, width: int = BEAM) -> list[Reading]:
    """Như `read_plates`, từ những mảnh đã cắt (k, H, W) bằng `plate_crop`."""
    logits = crop_logits(network, crops)
    if not width:
        log_p = logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)
        chances = np.exp(log_p.max(axis=-1).sum(axis=-1))  # of the best path alone
        texts = [to_text(labels) for labels in ctc_greedy(logits)]
        return [Reading(t, float(p), _number(t)) for t, p in zip(texts, chances, strict=True)]
    return [_first_valid(beams) for beams in ctc_beam(logits, width)]


@torch.no_grad()
def crop_logits(network: CRNN, crops: np.ndarray) -> np.ndarray:
    """Logit float64 của những mảnh (k, H, W), 0–255; mạng ở chế độ eval.

    Giữa hai hàng có thêm một bước chắc chắn là trống: chữ cuối của hàng trên và chữ đầu của hàng dưới có
    giống nhau cũng không bị gộp.

    Trả về:
        (k, T + số hàng − 1, K).
    """
    network.eval()
    x = torch.from_numpy(standardised(crops))[:, None]
    z = torch.cat([network(part) for part in x.split(64)]).double().numpy()
    step = np.full((len(z), 1, z.shape[2]), -1e4)
    step[..., 0] = 0
    rows = np.split(z, network.rows, axis=1)
    return np.concatenate([part for row in rows for part in (step, row)][1:], axis=1)


def _first_valid(beams: list[tuple[tuple[int, ...], float]]) -> Reading:
    read = [(to_text(np.array(labels)), chance) for labels, chance in beams]
    found = next(((t, p) for t, p in read if _number(t) is not None), read[0])
    return Reading(found[0], float(np.exp(found[1])), _number(found[0]))


def _number(text: str) -> PlateNumber | None:
    try:
        return read_number(text)
    except DataError:
        return None
