"""Huấn luyện: vòng lặp `fit` cho model numpy và torch, lịch sử, dừng sớm, checkpoint, thước đo.

from hocsau.training import EarlyStopping, fit, metrics
history = fit(model, (x, y), nn.cross_entropy, nn.Adam(model.parameters()), epochs=20, batch_size=100,
              metrics={"accuracy": metrics.accuracy}, rng=np.random.default_rng(0))
history.frame()
"""

from hocsau.errors import DivergenceError
from hocsau.training import metrics
from hocsau.training.adversarial import fit_adversarial
from hocsau.training.augmented import augmented
from hocsau.training.averaging import WeightAverage
from hocsau.training.callbacks import Callback, EarlyStopping, Run
from hocsau.training.histograms import Histograms
from hocsau.training.history import History
from hocsau.training.loop import fit
from hocsau.training.rate_finder import RateSweep, find_rate
from hocsau.training.softened import softened

__all__ = [
    "Callback",
    "DivergenceError",
    "EarlyStopping",
    "Histograms",
    "History",
    "RateSweep",
    "Run",
    "WeightAverage",
    "augmented",
    "find_rate",
    "fit",
    "fit_adversarial",
    "metrics",
    "softened",
]
