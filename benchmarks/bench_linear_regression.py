"""Chương 3: gradient Xᵀ(Xw − y), và nghiệm của linear regression."""

import numpy as np
import torch
from case import Case
from sklearn.linear_model import LinearRegression as SklearnRegression

from hocsau.models import LinearRegression


def gradient_loops(X: np.ndarray, w: np.ndarray, y: np.ndarray) -> list[float]:
    """Gradient bằng hai vòng lặp, như viết công thức Σ ra tay."""
    gradient = [0.0] * len(w)
    for row, target in zip(X.tolist(), y.tolist(), strict=True):
        error = sum(a * b for a, b in zip(row, w.tolist(), strict=True)) - target
        for j, value in enumerate(row):
            gradient[j] += value * error
    return gradient


def cases() -> list[Case]:
    rng = np.random.default_rng(0)
    X, w, y = rng.normal(size=(1000, 8)), rng.normal(size=8), rng.normal(size=1000)
    tX, tw, ty = torch.from_numpy(X), torch.from_numpy(w), torch.from_numpy(y)

    def ours() -> np.ndarray:
        model = LinearRegression().fit(X, y)
        return np.append(model.weight, model.bias)

    def sklearn() -> np.ndarray:
        model = SklearnRegression().fit(X, y)
        return np.append(model.coef_, model.intercept_)

    def lstsq() -> np.ndarray:
        ones = torch.ones(len(tX), 1, dtype=tX.dtype)
        return torch.linalg.lstsq(torch.hstack([tX, ones]), ty[:, None]).solution[:, 0].numpy()

    return [
        Case(
            "gradient của linear regression, X (1000, 8)",
            {
                "numpy của sách": lambda: X.T @ (X @ w - y),
                "hai vòng lặp Python": lambda: gradient_loops(X, w, y),
                "torch": lambda: (tX.T @ (tX @ tw - ty)).numpy(),
            },
        ),
        Case(
            "nghiệm của linear regression, X (1000, 8)",
            {"hocsau LinearRegression": ours, "scikit-learn": sklearn, "torch.linalg.lstsq": lstsq},
        ),
    ]
