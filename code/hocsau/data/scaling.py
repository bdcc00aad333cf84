"""Đưa các cột về cùng một cỡ."""

from __future__ import annotations

import numpy as np

from hocsau.errors import DataError


class StandardScaler:
    """Trừ trung bình, chia độ lệch chuẩn của từng cột: z = (x − mean) / std.

    Hai con số của mỗi cột được **học** từ dữ liệu đưa cho `fit`, nên chỉ đưa tập huấn luyện; tập kiểm tra thì
    `transform` bằng những con số ấy. Cột không đổi có std = 0 được chia cho 1.

    Shape: x (N, D) -> (N, D).

    Lỗi:
        DataError: x không phải bảng số hữu hạn, hoặc khác số cột lúc `fit`.
    """

    def fit(self, x: np.ndarray) -> StandardScaler:
        """Học trung bình và độ lệch chuẩn của từng cột x (N, D); trả về chính nó."""
        x = _table(x)
        self.mean = x.mean(axis=0)  # (D,)
        std = x.std(axis=0)
        # A constant column comes out as rounding noise, not as an exact zero.
        constant = std <= 1e-12 * np.maximum(1, np.abs(self.mean))
        self.std = np.where(constant, 1.0, std)
        return self

    def transform(self, x: np.ndarray) -> np.ndarray:
        """z = (x − mean) / std, x (N, D)."""
        return (self._known(x) - self.mean) / self.std

    def inverse(self, z: np.ndarray) -> np.ndarray:
        """x = z · std + mean: trở về đơn vị cũ."""
        return self._known(z) * self.std + self.mean

    def _known(self, x: np.ndarray) -> np.ndarray:
        if not hasattr(self, "mean"):
            raise DataError("StandardScaler chưa được fit; gọi scaler.fit(x_train) trước")
        x = _table(x)
        if x.shape[1] != len(self.mean):
            raise DataError(f"x có {x.shape[1]} cột; lúc fit có {len(self.mean)} cột")
        return x


def _table(x: np.ndarray) -> np.ndarray:
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 2 or x.size == 0:
        raise DataError(f"x có shape {x.shape}; cần (N, D) với N, D ≥ 1")
    if not np.all(np.isfinite(x)):
        raise DataError("x có ô trống (NaN) hoặc vô hạn; bỏ các dòng ấy đi rồi hãy chuẩn hoá")
    return x
