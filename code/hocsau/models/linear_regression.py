"""Linear regression giải bằng phương trình chuẩn."""

import numpy as np


class LinearRegression:
    """Đường thẳng (mặt phẳng) gần dữ liệu nhất theo bình phương nhỏ nhất.

    ŷ = w0 + x · weight,  với w = X⁺ y và X = [1, x]; X⁺ là giả nghịch đảo, bằng (XᵀX)⁻¹Xᵀ khi XᵀX khả nghịch.

    Sau `fit`: `bias` là w0 (số), `weight` là w1 … wm (mảng shape (m,)).
    Nguồn: chương 3, mục 3.6.
    """

    def __init__(self) -> None:
        self.bias: float | None = None
        self.weight: np.ndarray | None = None

    def fit(self, x: np.ndarray, y: np.ndarray) -> "LinearRegression":
        """Tìm bias và weight làm nhỏ nhất J = ½ Σ (ŷ_i − y_i)².

        Tham số:
            x: shape (N,) hoặc (N, m).
            y: shape (N,).

        Lỗi:
            ValueError: shape không khớp, dữ liệu rỗng, có NaN/inf, hoặc N < 2.
        """
        x, y = checked_data(x, y)
        # Centred columns: the same least-squares solution, far better conditioned, and w0 stays out of the
        # minimum-norm choice when columns depend on one another.
        x_mean, y_mean = x.mean(axis=0), y.mean()
        self.weight = np.linalg.pinv(x - x_mean) @ (y - y_mean)  # (m, N) @ (N,) -> (m,)
        self.bias = float(y_mean - x_mean @ self.weight)
        return self

    def predict(self, x: np.ndarray) -> np.ndarray:
        """ŷ = w0 + x · weight; x shape (N,) hoặc (N, m), trả về (N,)."""
        if self.weight is None:
            raise ValueError("model chưa có trọng số: hãy gọi fit(x, y) trước predict(x)")
        x = as_columns(x)
        if x.shape[1] != len(self.weight):
            raise ValueError(f"x có {x.shape[1]} cột; model được học với {len(self.weight)} cột")
        return self.bias + x @ self.weight

    def loss(self, x: np.ndarray, y: np.ndarray) -> float:
        """J = ½ Σ (ŷ_i − y_i)², cộng trên mọi điểm (không chia N)."""
        return float(0.5 * np.sum((self.predict(x) - np.asarray(y, dtype=np.float64)) ** 2))

    def r2(self, x: np.ndarray, y: np.ndarray) -> float:
        """R² = 1 − Σ(ŷ_i − y_i)² / Σ(y_i − ȳ)²: 1 là đi qua mọi điểm, 0 là chỉ đoán số trung bình."""
        y = np.asarray(y, dtype=np.float64)
        total = np.sum((y - y.mean()) ** 2)
        if total == 0:
            raise ValueError("mọi giá trị y bằng nhau: R² không xác định (mẫu số bằng 0)")
        return float(1 - np.sum((self.predict(x) - y) ** 2) / total)


def checked_data(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """x (N, m) và y (N,) float64; ValueError khi shape không khớp, có NaN/inf, hoặc N < 2."""
    x = as_columns(x)
    y = np.asarray(y, dtype=np.float64)
    if y.ndim != 1 or len(y) != len(x):
        raise ValueError(f"y có shape {y.shape}; cần ({len(x)},): mỗi dòng của x một giá trị")
    if len(y) < 2:
        raise ValueError(f"có {len(y)} điểm dữ liệu; cần ít nhất 2 để vẽ một đường thẳng")
    for name, values in (("x", x), ("y", y)):
        if not np.all(np.isfinite(values)):
            row = int(np.argwhere(~np.isfinite(values))[0][0])
            raise ValueError(f"{name} có giá trị không hữu hạn (NaN hoặc inf) ở dòng {row} (đếm từ 0)")
    return x, y


def as_columns(x: np.ndarray) -> np.ndarray:
    """x (N,) hoặc (N, m) thành (N, m) float64; ValueError khi shape khác hoặc rỗng."""
    x = np.asarray(x, dtype=np.float64)
    if x.ndim == 1:
        x = x[:, np.newaxis]
    if x.ndim != 2 or x.size == 0:
        raise ValueError(f"x có shape {x.shape}; cần (N,) hoặc (N, m) với N ≥ 1")
    return x
