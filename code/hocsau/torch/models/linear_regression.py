"""Linear regression bằng torch."""

from __future__ import annotations

from typing import Self

import torch
from numpy.typing import ArrayLike

from hocsau.models.linear_regression import as_columns, checked_data


class LinearRegression:
    """Như `hocsau.models.LinearRegression`, tính bằng torch trong float64.

    ŷ = w0 + x · weight,  với w = X⁺ y và X = [1, x].

    Sau `fit`: `bias` là tensor shape (), `weight` là tensor shape (m,). Nguồn: chương 3, mục 3.6.
    """

    def __init__(self) -> None:
        self.bias: torch.Tensor | None = None
        self.weight: torch.Tensor | None = None

    def fit(self, x: ArrayLike, y: ArrayLike) -> Self:
        """Tìm bias và weight làm nhỏ nhất J = ½ Σ (ŷ_i − y_i)²; x (N,) hoặc (N, m), y (N,), mảng hay tensor.

        Lỗi:
            ValueError: shape không khớp, dữ liệu rỗng, có NaN/inf, hoặc N < 2.
        """
        x, y = (torch.from_numpy(a) for a in checked_data(x, y))
        x_mean, y_mean = x.mean(dim=0), y.mean()
        self.weight = torch.linalg.pinv(x - x_mean) @ (y - y_mean)  # (m, N) @ (N,) -> (m,)
        self.bias = y_mean - x_mean @ self.weight
        return self

    def predict(self, x: ArrayLike) -> torch.Tensor:
        """ŷ = w0 + x · weight; x (N,) hoặc (N, m), trả về tensor (N,)."""
        if self.weight is None:
            raise ValueError("model chưa có trọng số: hãy gọi fit(x, y) trước predict(x)")
        x = torch.from_numpy(as_columns(x))
        if x.shape[1] != len(self.weight):
            raise ValueError(f"x có {x.shape[1]} cột; model được học với {len(self.weight)} cột")
        return self.bias + x @ self.weight

    def loss(self, x: ArrayLike, y: ArrayLike) -> float:
        """J = ½ Σ (ŷ_i − y_i)², cộng trên mọi điểm (không chia N)."""
        return float(0.5 * torch.sum((self.predict(x) - torch.as_tensor(y, dtype=torch.float64)) ** 2))

    def r2(self, x: ArrayLike, y: ArrayLike) -> float:
        """R² = 1 − Σ(ŷ_i − y_i)² / Σ(y_i − ȳ)².

        Lỗi:
            ValueError: mọi y bằng nhau.
        """
        y = torch.as_tensor(y, dtype=torch.float64)
        total = torch.sum((y - y.mean()) ** 2)
        if total == 0:
            raise ValueError("mọi giá trị y bằng nhau: R² không xác định (mẫu số bằng 0)")
        return float(1 - torch.sum((self.predict(x) - y) ** 2) / total)
