"""One training run in a process of its own, which may kill itself: `resumable.py KIND FOLDER [KILL]`.

KILL is a number of batches (SIGKILL in the middle of an epoch) or "write" (SIGKILL inside the third write of
the checkpoint, before the rename). A run that ends writes its weights and its history to FOLDER/end.npz.
"""

import os
import signal
import sys
from pathlib import Path

import numpy as np

from hocsau import files, nn
from hocsau.nn.storage import save_arrays
from hocsau.training import EarlyStopping, fit, metrics

EPOCHS, BATCHES = 30, 5


def data():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(150, 4))
    y = (x[:, :3] + rng.normal(size=(150, 3))).argmax(axis=1)  # noisy, so that it stops early
    return (x[:100], y[:100]), (x[100:], y[100:])


def build(kind):
    """A new model, with other weights each time: a resumed run must take every one from the checkpoint."""
    seed = os.getpid()
    if kind == "numpy":
        rng = np.random.default_rng(seed)
        model = nn.Sequential(
            nn.Linear(4, 16, rng=rng), nn.BatchNorm1d(16), nn.ReLU(),
            nn.Dropout(0.2, rng=np.random.default_rng(seed)), nn.Linear(16, 16, rng=rng), nn.Tanh(),
            nn.Dropout(0.3, rng=rng), nn.Linear(16, 3, rng=rng),
        )  # fmt: skip
        return model, nn.cross_entropy, nn.Adam(model.parameters(), 0.02)
    import torch

    torch.manual_seed(seed)
    model = torch.nn.Sequential(
        torch.nn.Linear(4, 16), torch.nn.BatchNorm1d(16), torch.nn.ReLU(), torch.nn.Dropout(0.2),
        torch.nn.Linear(16, 3),
    )  # fmt: skip
    return model, torch.nn.functional.cross_entropy, torch.optim.Adam(model.parameters(), 0.02)


def fresh(kind):
    """The model with which the run that is never stopped begins."""
    model, loss, optimizer = build(kind)
    rng = np.random.default_rng(3)
    for p in model.parameters():
        value = rng.normal(0, 0.3, size=tuple(p.shape))
        if kind == "numpy":
            p.data[...] = value
        else:
            p.data.copy_(p.data.new_tensor(value))
    if kind == "numpy":
        model[3].rng, model[6].rng = np.random.default_rng(8), np.random.default_rng(9)
    return model, loss, optimizer


def train(kind, checkpoint=None, loss_hook=None, first=True, epochs=EPOCHS, patience=6):
    model, loss, optimizer = fresh(kind) if first else build(kind)

    def watched(outputs, target):
        if loss_hook is not None and model.training:
            loss_hook()
        return loss(outputs, target)

    stopping = EarlyStopping("val_loss", patience=patience)
    history = fit(
        model,
        data(),
        watched,
        optimizer,
        epochs=epochs,
        batch_size=20,
        metrics={"accuracy": metrics.accuracy},
        callbacks=[stopping],
        rng=np.random.default_rng(4 if first else os.getpid()),
        schedule=nn.schedules.cosine(0.02, EPOCHS * BATCHES, 0.001, warmup=12),
        max_norm=1.0,
        checkpoint=checkpoint,
        resume=checkpoint is not None,
        progress=False,
    )
    return model, history, stopping


def result(kind, model, history):
    state = model.state_dict()
    if kind == "torch":
        state = {name: t.numpy() for name, t in state.items()}
    return state | {f"history.{name}": history[name] for name in history if name != "seconds"}


def main(kind, folder, kill=None):
    folder = Path(folder)
    seen = 0

    def count():
        nonlocal seen
        seen += 1
        if str(seen) == kill:
            os.kill(os.getpid(), signal.SIGKILL)

    if kill == "write":
        replace, writes = os.replace, iter(range(100))

        def replace_or_die(*names):
            if next(writes) == 2:
                os.kill(os.getpid(), signal.SIGKILL)
            replace(*names)

        files.os.replace = replace_or_die
    path = folder / "run.npz"
    model, history, _ = train(kind, path, count, first=not path.exists())
    save_arrays(folder / "end.npz", result(kind, model, history))


if __name__ == "__main__":
    main(*sys.argv[1:])
