"""U-Net nhỏ của sách cho ảnh tế bào: nhận ảnh xám uint8, trả về xác suất từng điểm."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import ArrayLike

from hocsau.segmentation import predict_tiles
from hocsau.torch.models.unet import UNet
from hocsau.vision.images import checked_grey

MEAN, SCALE = 110.0, 40.0
TILE, MARGIN = 128, 32


class Segmenter(UNet):
    """Ảnh đã chuẩn hoá (N, 1, H, W) → logit "trong tế bào" (N, 1, H, W); H, W chia hết cho 4.

    UNet(base=8, depth=2, up="transposed") không batch norm. Trọng số đi kèm sách:
    `hocsau.torch.shipped.load_shipped("cells-unet")`, học từ ảnh của `hocsau.data.drawn.cells`.

    Tham số:
        rng: bộ sinh số cho trọng số ban đầu.
    """

    BASE, DEPTH = 8, 2

    def __init__(self, *, rng: np.random.Generator) -> None:
        super().__init__(1, base=self.BASE, depth=self.DEPTH, up="transposed", rng=rng)

    def probabilities(self, photo: ArrayLike) -> np.ndarray:
        """Xác suất "trong tế bào" của từng điểm, ảnh cỡ bất kì (đoán từng miếng, `predict_tiles`).

        Tham số:
            photo: ảnh xám uint8 (H, W).

        Trả về:
            float32 (H, W), mỗi số trong [0, 1].

        Lỗi:
            ValueError: không phải ảnh xám uint8.
        """
        photo = checked_grey(np.asarray(photo))
        if photo.dtype != np.uint8:
            raise ValueError(f"photo có dtype {photo.dtype}; cần uint8 (0–255)")
        x = (photo.astype(np.float32) - np.float32(MEAN)) / np.float32(SCALE)
        return predict_tiles(self._predict, x[None], tile=TILE, margin=MARGIN)[0]

    def _predict(self, pieces: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            return torch.sigmoid(self(torch.from_numpy(pieces))).numpy()
