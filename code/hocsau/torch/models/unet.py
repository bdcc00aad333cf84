"""U-Net: mỗi điểm ảnh một lời đoán; xuống thì thu ảnh lại, lên thì phóng to, đường nối tắt bắc qua."""

from __future__ import annotations

import copy
from collections.abc import Sequence

import numpy as np
import torch

from hocsau.nn.dropout import check_probability
from hocsau.torch.layers.convolution import drawn_convolution
from hocsau.torch.layers.dtypes import torch_dtype
from hocsau.torch.layers.same import SameConv2d

PADDINGS, UPS = ("same", "valid"), ("resize", "transposed")


class UNet(torch.nn.Module):
    """Ảnh (N, channels, H, W) → logit (N, classes, H', W'), mỗi điểm ảnh `classes` logit.

    Đường xuống: hai convolution 3×3 + ReLU rồi max pooling 2×2, số kernel base, 2·base, 4·base, … Đường lên:
    phóng to gấp đôi, nối với feature map cùng cỡ ở đường xuống (đường nối tắt), rồi lại hai convolution. Cuối
    cùng là một convolution 1×1. UNet(1, base=64, squeeze=2) là đúng mạng trong chương trình của nguồn:
    31 031 685 tham số.

    Tham số:
        classes: số logit của mỗi điểm ảnh; 1 là "có hay không".
        channels: số kênh của ảnh vào.
        base: số kernel của tầng đầu.
        depth: số lần thu nhỏ.
        padding: "same" thì H' = H (chương trình của nguồn; H, W phải chia hết cho 2^depth); "valid" thì mỗi
            convolution 3×3 ăn mất một vòng điểm ảnh, đường nối tắt bị cắt mép cho vừa (hình vẽ của bài báo:
            572 → 388).
        up: "resize" là chép mỗi điểm ra 2×2 rồi convolution 2×2 + ReLU (chương trình của nguồn); "transposed"
            là transposed convolution 2×2 stride 2 (bài báo).
        norm: batch normalization sau mỗi convolution 3×3.
        skips: False thì bỏ các đường nối tắt, để so; hay mỗi đường một giá trị, đường nông nhất (ảnh to nhất)
            trước.
        dropout: xác suất tắt ở hai chặng sâu nhất (nguồn: 0.5).
        squeeze: thêm một convolution 3×3 + ReLU chừng ấy kênh trước tầng cuối; nguồn để 2, mặc định bỏ.
        rng: trọng số "he" từ rng. Không có rng thì model chỉ có shape (thiết bị meta của torch), chưa có số
            nào: đủ cho `layer_table`.

    Lỗi:
        ValueError: tên lạ, số ngoài khoảng, hoặc ảnh cỡ ấy không qua được mạng.

    Nguồn: Ronneberger, Fischer, Brox, 2015.
    """

    def __init__(
        self,
        classes: int = 1,
        *,
        channels: int = 1,
        base: int = 64,
        depth: int = 4,
        padding: str = "same",
        up: str = "resize",
        norm: bool = False,
        skips: bool | Sequence[bool] = True,
        dropout: float = 0.0,
        squeeze: int = 0,
        rng: np.random.Generator | None = None,
        dtype: type | torch.dtype = np.float32,
    ) -> None:
        for name, value, least in (
            ("classes", classes, 1),
            ("channels", channels, 1),
            ("base", base, 1),
            ("depth", depth, 1),
            ("squeeze", squeeze, 0),
        ):
            if not isinstance(value, (int, np.integer)) or isinstance(value, bool) or value < least:
                raise ValueError(f"{name} = {value!r}; cần số nguyên từ {least} trở lên")
        for name, value, known in (("padding", padding, PADDINGS), ("up", up, UPS)):
            if value not in known:
                raise ValueError(f"{name} = {value!r}; cần một trong {', '.join(known)}")
        check_probability(dropout)
        bridges = [bool(skips)] * depth if isinstance(skips, (bool, np.bool_)) else list(map(bool, skips))
        if len(bridges) != depth:
            raise ValueError(f"skips có {len(bridges)} giá trị; cần {depth}, mỗi đường nối tắt một")
        super().__init__()
        dtype = torch_dtype(dtype)
        self.channels, self.depth, self.padding, self.skips = channels, depth, padding, tuple(bridges)
        widths = [base * 2**level for level in range(depth + 1)]

        def double(inside: int, outside: int) -> torch.nn.Sequential:
            return _double(inside, outside, padding, norm, rng, dtype)

        self.down = torch.nn.ModuleList(
            double(inside, outside) for inside, outside in zip([channels, *widths], widths, strict=False)
        )  # the last of them is the bottom
        self.pool = torch.nn.MaxPool2d(2)
        self.dropout = torch.nn.Dropout(dropout)
        upwards = widths[-2::-1]  # 8·base, 4·base, 2·base, base
        self.grow = torch.nn.ModuleList(_grow(2 * width, width, up, rng, dtype) for width in upwards)
        self.up = torch.nn.ModuleList(
            double(width * (1 + bridge), width)
            for width, bridge in zip(upwards, reversed(bridges), strict=True)
        )
        self.squeeze: torch.nn.Module | None = None
        if squeeze:
            self.squeeze = torch.nn.Sequential(
                drawn_convolution(base, squeeze, 3, rng, dtype, padding=int(padding == "same")),
                torch.nn.ReLU(),
            )
        self.head = drawn_convolution(squeeze or base, classes, 1, rng, dtype)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, channels, H, W) → logit (N, classes, H', W')."""
        if x.ndim != 4 or x.shape[1] != self.channels:
            raise ValueError(f"x có shape {tuple(x.shape)}; cần (N, {self.channels}, H, W)")
        self.output_size(x.shape[2]), self.output_size(x.shape[3])
        bridges = []
        for level, block in enumerate(self.down):
            x = block(x if level == 0 else self.pool(x))
            if level >= self.depth - 1:
                x = self.dropout(x)
            bridges.append(x)
        bridges.pop()
        for grow, block, joined in zip(self.grow, self.up, reversed(self.skips), strict=True):
            bridge = bridges.pop()
            x = grow(x)
            x = block(torch.cat([_centre(bridge, x.shape[2:]), x], dim=1) if joined else x)
        if self.squeeze is not None:
            x = self.squeeze(x)
        return self.head(x)

    def output_size(self, side: int) -> int:
        """Cạnh H' của đầu ra khi cạnh của ảnh vào là `side`.

        Lỗi:
            ValueError: cạnh ấy không chia đôi được ở mỗi lần thu nhỏ; lời báo nêu cạnh gần nhất dùng được.
        """
        found = self._size(side)
        if found is None:
            larger = next(n for n in range(side + 1, side + 2 ** (self.depth + 5)) if self._size(n))
            raise ValueError(
                f"cạnh {side} không qua được {self.depth} lần thu nhỏ của mạng này; cạnh dùng được gần nhất "
                f"về phía lớn là {larger}: hãy đệm thêm mép, hoặc dùng hocsau.segmentation.predict_tiles"
            )
        return found

    def _size(self, side: int) -> int | None:
        loss = 4 * (self.padding == "valid")  # pixels that two convolutions without padding eat
        for _ in range(self.depth):
            side -= loss
            if side < 2 or side % 2:
                return None
            side //= 2
        side -= loss
        for _ in range(self.depth):
            side = 2 * side - loss
        if self.squeeze is not None:
            side -= loss // 2
        return side if side > 0 else None


def _double(
    inside: int,
    outside: int,
    padding: str,
    norm: bool,
    rng: np.random.Generator | None,
    dtype: torch.dtype,
) -> torch.nn.Sequential:
    """conv 3×3 (norm) ReLU, twice. The bias stays under a norm, so that `without_norm` has a place for it."""
    layers: list[torch.nn.Module] = []
    for channels in (inside, outside):
        layers.append(drawn_convolution(channels, outside, 3, rng, dtype, padding=int(padding == "same")))
        if norm:
            device = "meta" if rng is None else None
            layers.append(torch.nn.BatchNorm2d(outside, dtype=dtype, device=device))
        layers.append(torch.nn.ReLU())
    return torch.nn.Sequential(*layers)


def _grow(
    inside: int, outside: int, up: str, rng: np.random.Generator | None, dtype: torch.dtype
) -> torch.nn.Module:
    if up == "resize":
        return torch.nn.Sequential(
            torch.nn.Upsample(scale_factor=2, mode="nearest"),
            drawn_convolution(inside, outside, 2, rng, dtype, kind=SameConv2d),
            torch.nn.ReLU(),
        )
    layer = torch.nn.utils.skip_init(
        torch.nn.ConvTranspose2d, inside, outside, 2, 2, dtype=dtype, device="meta" if rng is None else "cpu"
    )
    if rng is not None:
        # stride = kernel: each output pixel is a sum over the inside channels only
        weight = rng.normal(0.0, np.sqrt(1 / inside), (inside, outside, 2, 2))
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(weight))
            layer.bias.zero_()
    return layer


def _centre(x: torch.Tensor, size: torch.Size) -> torch.Tensor:
    """The middle of x, of the size given: what "valid" convolutions have left of the picture."""
    top, left = ((n - m) // 2 for n, m in zip(x.shape[2:], size, strict=True))
    return x[:, :, top : top + size[0], left : left + size[1]]


def without_norm(network: UNet) -> UNet:
    """Mạng mới không còn batch norm mà đoán y như `network` ở chế độ eval: norm được nhân vào convolution.

    w' = w · γ / √(σ² + ε),   b' = (b − μ) · γ / √(σ² + ε) + β.

    Nhỏ hơn, nhanh hơn, và trang HTML chỉ còn phải biết convolution; không học tiếp được như cũ.
    """
    made = copy.deepcopy(network).eval()
    for blocks in (made.down, made.up):
        for k, block in enumerate(blocks):
            layers: list[torch.nn.Module] = []
            for layer in block:
                if isinstance(layer, torch.nn.BatchNorm2d):
                    conv = layers[-1]
                    with torch.no_grad():
                        gain = layer.weight / torch.sqrt(layer.running_var + layer.eps)
                        conv.weight.mul_(gain[:, None, None, None])
                        conv.bias.copy_((conv.bias - layer.running_mean) * gain + layer.bias)
                else:
                    layers.append(layer)
            blocks[k] = torch.nn.Sequential(*layers)
    return made
