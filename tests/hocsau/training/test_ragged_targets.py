"""fit and CTC: pictures of texts of any length, with targets that have no place in them."""

import numpy as np

from hocsau import nn
from hocsau.training import fit, metrics


class EveryStep(nn.Module):
    """One Linear for every step of a sequence: (N, T, D) -> (N, T, K)."""

    def __init__(self, linear):
        self.linear = linear

    def forward(self, x):
        return self.remember(self.linear(x.reshape(-1, x.shape[-1])).reshape(*x.shape[:2], -1), x.shape)

    def backward(self, dy):
        dy, shape = self.recall(dy)
        return self.linear.backward(dy.reshape(-1, dy.shape[-1])).reshape(shape)


def samples(count, rng):
    """(frames (T, 4), text): each character is two frames long, one empty frame between; T and text vary."""
    made = []
    for _ in range(count):
        text = rng.integers(1, 4, rng.integers(1, 5))
        frames = [f for label in text for f in (label, label, 0)] + [0]
        made.append((np.eye(4)[frames] + rng.normal(0, 0.2, (len(frames), 4)), text))
    return made


def pad(pairs):
    """Frames padded with zeros and texts with -1; how long each is goes along."""
    steps, lengths = ([len(part) for part in kind] for kind in zip(*pairs, strict=True))
    x = np.zeros((len(pairs), max(steps), 4))
    y = np.full((len(pairs), max(lengths)), -1)
    for i, (frames, text) in enumerate(pairs):
        x[i, : len(frames)], y[i, : len(text)] = frames, text
    return x, {"text": y, "steps": np.array(steps)}


def loss(logits, y):
    return nn.ctc_loss(logits, [row[row >= 0] for row in y["text"]], steps=y["steps"])


def error(logits, y):
    read = [nn.ctc_greedy(z[None, :n])[0] for z, n in zip(logits, y["steps"], strict=True)]
    return metrics.edit_rate(read, [row[row >= 0] for row in y["text"]])


def test_a_linear_reader_learns_where_the_characters_are():
    rng = np.random.default_rng(0)
    train, exam = samples(60, rng), samples(20, rng)
    model = EveryStep(nn.Linear(4, 4, rng=rng))
    parts = [([x for x, _ in part], [y for _, y in part]) for part in (train, exam)]
    history = fit(
        model,
        (parts[0], parts[1]),
        loss,
        nn.Adam(model.parameters(), learning_rate=0.05),
        epochs=15,
        batch_size=10,
        metrics={"error": error},
        collate=pad,
        rng=rng,
        progress=False,
    )
    assert history["val_error"][-1] < 0.05 < history["val_error"][0]
