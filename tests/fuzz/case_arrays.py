"""Weights and checkpoints."""

import functools
import io
import json
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import torch
from judge import agree, read
from mutate import spoil, spoil_json

from hocsau import nn
from hocsau.nn.storage import load_arrays, save_arrays
from hocsau.training import EarlyStopping, fit

KINDS = ("<f8", "<f4", "<f2", ">f4", "|u1", "<i8", "|b1", "<U3", "|S2")
HEADERS = ("'<f4'", "'<f2'", "'|O'", "('<f4', (0,))", "[('a', '<f4')]", "'<U99999999'", "'<f4' ", "-1")
SHAPES = (
    "()",
    "(3,)",
    "(2147483648,)",
    "(-1,)",
    "(0, 999999999999999999)",
    "(3)",
    "(1, 3)",
    "((" * 300,
    "(03,)",
)


def weights(rng, path):
    """A member is spoilt before the archive is closed, or the whole archive after."""
    with zipfile.ZipFile(path, "w") as archive:
        for i in range(rng.integers(1, 4)):
            member = io.BytesIO()
            shape = tuple(rng.integers(0, 4, rng.integers(0, 4)))
            a = np.asarray(rng.integers(0, 2, shape)).astype(KINDS[rng.integers(len(KINDS))])
            np.lib.format.write_array(member, a, allow_pickle=False)
            content = member.getvalue()
            if rng.random() < 0.4:
                content = _header(rng, content)
            archive.writestr(f"w{i if rng.random() > 0.05 else 0}.npy", content)
    if rng.random() < 0.6:
        path.write_bytes(spoil(rng, path.read_bytes()))
    return lambda: _check_weights(path)


def _header(rng, content):
    if rng.random() < 0.5:
        return spoil(rng, content[:128], 2) + content[128:]
    kind, shape = HEADERS[rng.integers(len(HEADERS))], SHAPES[rng.integers(len(SHAPES))]
    text = f"{{'descr': {kind}, 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x01\0" + len(text).to_bytes(2, "little") + text + bytes(12)


def _check_weights(path):
    ours = read(path, load_arrays)
    if ours is None:
        return
    with np.load(path, allow_pickle=False) as theirs:
        agree(set(ours) == set(theirs.files), "other names")
        for name in theirs.files:
            same = ours[name].dtype == theirs[name].dtype and ours[name].shape == theirs[name].shape
            agree(same and ours[name].tobytes() == theirs[name].tobytes(), f"other numbers in {name}")


def _fresh(kind):
    rng = np.random.default_rng(5)
    if kind == "torch":
        torch.manual_seed(1)
        model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
        return model, torch.nn.functional.cross_entropy, torch.optim.Adam(model.parameters(), 0.1), rng
    model = nn.Sequential(nn.Linear(3, 2, rng=rng), nn.BatchNorm1d(2), nn.Dropout(0.1, rng=rng))
    return model, nn.cross_entropy, nn.Adam(model.parameters(), 0.1), rng


def _run(kind, path, parts):
    model, loss, optimizer, rng = parts
    x = np.random.default_rng(0).normal(size=(8, 3))
    y = np.arange(8) % 2
    stopping = EarlyStopping("loss", patience=9)
    options = {"epochs": 2, "batch_size": 4, "rng": rng, "callbacks": [stopping], "progress": False}
    return fit(model, (x, y), loss, optimizer, checkpoint=path, resume=True, **options)


@functools.cache
def _kept(kind):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.npz"
        _run(kind, path, _fresh(kind))
        return load_arrays(path)


def checkpoint(rng, path):
    kind = str(rng.choice(["numpy", "torch"]))
    arrays = dict(_kept(kind))
    name = str(rng.choice(list(arrays)))
    if rng.random() < 0.5:
        name = "about" if kind == "numpy" or rng.random() < 0.5 else "optimizer/groups"
        arrays[name] = np.array(json.dumps(spoil_json(rng, json.loads(str(arrays[name])))))
    elif rng.random() < 0.3:
        del arrays[name]
    else:
        a = arrays[name]
        odd = [np.array("x"), np.ones(3), np.array(-1), np.array(0), np.zeros((0, 2)), np.array([np.nan])]
        odd += [np.full(a.shape, np.nan), a.astype("<f4") if a.dtype.kind == "f" else np.zeros(1), a[None]]
        arrays[name] = odd[rng.integers(len(odd))]
    save_arrays(path, arrays)
    if rng.random() < 0.1:
        path.write_bytes(spoil(rng, path.read_bytes()))
    return lambda: _check_checkpoint(kind, path)


def _check_checkpoint(kind, path):
    parts = _fresh(kind)
    model, _, optimizer, rng = parts

    def state():
        return repr((model.state_dict(), optimizer.state_dict(), rng.bit_generator.state))

    before = state()
    history = read(path, lambda p: _run(kind, p, parts), room=3_000_000)
    if history is None:
        agree(state() == before, "refused after a change")
    else:
        numbers = [np.asarray(a) for a in model.state_dict().values()]
        agree(all(np.isfinite(a).all() for a in numbers), "accepted, and not finite")
