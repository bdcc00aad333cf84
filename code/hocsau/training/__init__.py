"""Huấn luyện: vòng lặp `fit` cho model numpy và torch, lịch sử, dừng sớm, checkpoint, thước đo.

from hocsau.training import EarlyStopping, fit, metrics
history = fit(model, (x, y), nn.cross_entropy, nn.Adam(model.parameters()), epochs=20, batch_size=100,
              metrics={"accuracy": metrics.accuracy}, rng=np.random.default_rng(0))
history.frame()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hocsau.training import metrics
    from hocsau.training.adversarial import fit_adversarial
    from hocsau.training.callbacks import Callback, EarlyStopping, Run
    from hocsau.training.divergence import DivergenceError
    from hocsau.training.history import History
    from hocsau.training.loop import fit

__all__ = [
    "Callback",
    "DivergenceError",
    "EarlyStopping",
    "History",
    "Run",
    "fit",
    "fit_adversarial",
    "metrics",
]

# Looked up on first use: every `hocsau` command lists the experiments, and must not pay for numpy.
# (The function fit lives in loop.py, since a module fit.py would take its name here.)
_HOMES = {
    "Callback": "callbacks",
    "DivergenceError": "divergence",
    "EarlyStopping": "callbacks",
    "History": "history",
    "Run": "callbacks",
    "fit": "loop",
    "fit_adversarial": "adversarial",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name == "metrics":
        return import_module("hocsau.training.metrics")
    if name in _HOMES:
        return getattr(import_module(f"hocsau.training.{_HOMES[name]}"), name)
    raise AttributeError(f"hocsau.training không có {name!r}")
