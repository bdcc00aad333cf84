"""Hai model học ngược nhau (GAN): generator vẽ, discriminator phân biệt thật giả.

Cùng History, callback và checkpoint với `fit`; chỉ bước học là khác.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from hocsau.training import batches
from hocsau.training.adversaries import Adversaries, Noise, NumpyAdversaries, torch_adversaries
from hocsau.training.callbacks import Callback, Run
from hocsau.training.history import History
from hocsau.training.numpy_backend import NumpyBackend
from hocsau.training.prepare import Prepared, backend_of, check_run, cuts_of, hooks_of
from hocsau.training.running import Training
from hocsau.training.trees import map_tree

COLUMNS = ("d_loss", "g_loss", "seconds")


def fit_adversarial(
    generator: Any,
    discriminator: Any,
    data: Any,
    noise: Noise,
    g_optimizer: Any,
    d_optimizer: Any,
    *,
    epochs: int,
    batch_size: int = 32,
    callbacks: Iterable[Callback | Callable[[Run], object]] = (),
    rng: np.random.Generator,
    max_norm: float | None = None,
    checkpoint: str | os.PathLike | None = None,
    resume: bool = False,
    progress: bool = True,
) -> History:
    """Huấn luyện một generator và một discriminator, cả hai numpy hoặc cả hai torch.

    Mỗi batch: (1) discriminator bước một bước để cho logit cao với x thật, thấp với x giả = G(z), loss
    BCE(D(x), 1) + BCE(D(G(z)), 0); (2) z mới, generator bước một bước để D(G(z)) thành 1, loss
    BCE(D(G(z)), 1) (bản không bão hoà của Goodfellow et al., 2014). Bước (1) không đổi generator, bước (2)
    không đổi discriminator.

    Tham số:
        generator: model nhận z, trả về thứ cùng shape với x.
        discriminator: model nhận x, trả về **logit** (N, 1) hoặc (N,): dương là thật.
        data: mảng x (N, …), hoặc nguồn lười có len và [i].
            Conditional GAN: {"x": …, "condition": …}, khi ấy hai model được gọi bằng generator(z, condition)
            và discriminator(x, condition).
        noise: hàm (n, rng) -> z (n, …).
        g_optimizer: optimizer của generator.
        d_optimizer: optimizer của discriminator.
        epochs: tổng số epoch.
        batch_size: số mẫu mỗi batch.
        callbacks: như ở `fit`; run.model có hai thuộc tính generator và discriminator.
        rng: bộ sinh số để xáo dữ liệu và gieo z.
        max_norm: thu gradient của mỗi model lại khi chuẩn chung vượt số này.
        checkpoint: tệp .npz được ghi lại sau mỗi epoch.
        resume: học tiếp từ tệp ấy, đúng từng bit như chưa hề dừng.
        progress: hiện thanh tiến độ.

    Trả về:
        History với các cột d_loss, g_loss, seconds. Hai model ở chế độ dự đoán.

    Lỗi:
        ValueError: đầu vào sai, lúc chưa có gì thay đổi.
        DivergenceError: một loss hoặc trọng số thành NaN/inf; mọi thứ được đưa về cuối epoch tốt cuối cùng.
    """
    if not callable(noise):
        raise ValueError(f"noise có kiểu {type(noise).__name__}; cần hàm (n, rng) -> z")
    g, d = backend_of(generator, _no_loss, g_optimizer), backend_of(discriminator, _no_loss, d_optimizer)
    if type(g) is not type(d):
        raise ValueError("generator và discriminator phải cùng là model numpy, hoặc cùng là model torch")
    kind: type[Adversaries] = NumpyAdversaries if isinstance(g, NumpyBackend) else torch_adversaries()
    backend = kind(g, d, noise, rng)
    check_run(backend, batch_size, epochs, max_norm, rng)
    hooks = hooks_of(callbacks)
    part = _part(data)
    train = Prepared(part, cuts_of(backend, part, batch_size), backend, ())
    _try(backend, part, noise)
    run = Run(
        backend.model,
        (g_optimizer, d_optimizer),
        History(),
        COLUMNS,
        backend.weights,
        backend.put_weights,
    )
    traits = {
        "model": " ".join(type(module).__name__ for module in backend.modules()),
        "optimizer": f"{type(g_optimizer).__name__} {type(d_optimizer).__name__}",
        "batch_size": int(batch_size),
        "max_norm": max_norm if max_norm is None else float(max_norm),
        "callbacks": [type(hook).__name__ for hook in hooks],
        "cột của lịch sử": list(COLUMNS),
        "dữ liệu": checkpoint and part.fingerprint(),
    }
    training = Training(backend, backend.train_batch, train, None, {}, run, hooks, None, max_norm, rng)
    return training.fit(epochs, traits, checkpoint, resume, progress)


def _part(data: Any) -> batches.Part:
    tree = data
    if isinstance(data, Mapping):
        if set(data) != {"x", "condition"}:
            raise ValueError(f"data có các khoá {', '.join(map(repr, data))}; cần 'x' và 'condition'")
        tree = (data["x"], data["condition"])
    elif isinstance(data, tuple):
        raise ValueError('data là tuple; cần mảng x, hoặc {"x": …, "condition": …} khi có điều kiện')
    return batches.unlabelled(tree)


def _try(backend: Adversaries, part: batches.Part, noise: Noise) -> None:
    """Both models once in prediction mode, with noise of its own: nothing is drawn from rng."""
    x, _ = part.take(part.probe())
    real, *condition = map_tree(
        backend.d.here, map_tree(backend.convert, x if isinstance(x, tuple) else (x,))
    )
    rng, backend.rng = backend.rng, np.random.default_rng(0)
    modes = backend.modes()
    backend.model.eval()
    try:
        false = backend.generate(len(real), tuple(condition))
        logits = backend.d.forward((real, *condition))
    except Exception as error:  # whatever the models raise
        raise ValueError(f"thử trên {len(real)} mẫu, hai model không chạy được: {error}") from error
    finally:
        backend.set_modes(modes)
        backend.rng = rng
    if tuple(false.shape) != tuple(real.shape):
        raise ValueError(f"generator trả về shape {tuple(false.shape)}; cần {tuple(real.shape)} như x thật")
    if tuple(logits.shape) not in ((len(real),), (len(real), 1)):
        raise ValueError(f"discriminator trả về shape {tuple(logits.shape)}; cần một logit mỗi mẫu, (N, 1)")


def _no_loss(*_: object) -> None:
    raise TypeError("hai model học ngược nhau không dùng loss này")
