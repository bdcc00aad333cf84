"""A run that was killed and resumed is the run that was never stopped, to the last bit."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import resumable
from checkpoint_runs import same, simple, wider

from hocsau import nn
from hocsau.errors import DataError
from hocsau.nn.storage import load_arrays
from hocsau.training import DivergenceError, fit

SCRIPT = Path(resumable.__file__)


def process(kind, folder, *kill):
    return subprocess.run([sys.executable, str(SCRIPT), kind, str(folder), *kill], timeout=120).returncode


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.parametrize(("kind", "kills"), [("numpy", ["write", "33", "23"]), ("torch", ["28"])])
def test_a_killed_run_resumes_to_the_same_bits(tmp_path, kind, kills):
    for kill in kills:
        assert process(kind, tmp_path, kill) == -signal.SIGKILL
        assert (tmp_path / "run.npz").exists() and not (tmp_path / "end.npz").exists()
    assert process(kind, tmp_path) == 0
    model, history, stopping = resumable.train(kind)
    assert 12 < len(history) < resumable.EPOCHS and stopping.best_epoch > 3  # every part had its say
    assert same(load_arrays(tmp_path / "end.npz"), resumable.result(kind, model, history))


@pytest.mark.parametrize("kind", ["numpy", "torch"])
def test_every_epoch_is_a_place_to_resume(tmp_path, kind):
    whole = resumable.train(kind, tmp_path / "whole.npz")
    for epochs in range(1, len(whole[1]) + 2):
        part = resumable.train(kind, tmp_path / "parts.npz", first=epochs == 1, epochs=epochs)
    assert same(resumable.result(kind, *whole[:2]), resumable.result(kind, *part[:2]))
    assert part[1].stopped == whole[1].stopped and part[2].best_epoch == whole[2].best_epoch
    with np.load(tmp_path / "whole.npz", allow_pickle=False) as a, np.load(tmp_path / "parts.npz") as b:
        differing = {name for name in a.files if a[name].tobytes() != b[name].tobytes()}
    assert differing == {"history/seconds"}


@pytest.mark.parametrize("bits", [np.random.PCG64, np.random.MT19937, np.random.Philox, np.random.SFC64])
def test_every_bit_generator_resumes(tmp_path, bits):
    def run(path, epochs, seed):
        rng = np.random.Generator(bits(seed))
        model = nn.Sequential(nn.Linear(4, 3, rng=np.random.default_rng(0)), nn.Dropout(0.5, rng=rng))
        options = {"rng": rng, "checkpoint": path, "resume": True, "batch_size": 8, "progress": False}
        fit(
            model,
            resumable.data()[0],
            nn.cross_entropy,
            nn.SGD(model.parameters(), 0.1),
            epochs=epochs,
            **options,
        )
        return model.state_dict()

    whole = run(tmp_path / "a.npz", 4, 0)
    run(tmp_path / "b.npz", 2, 0)
    assert same(run(tmp_path / "b.npz", 4, 99), whole)


def test_a_checkpoint_is_not_overwritten_unasked(kept):
    before = kept.read_bytes()
    with pytest.raises(DataError, match="resume=True"):
        simple(kept)
    assert kept.read_bytes() == before


def test_a_finished_run_resumes_to_itself(kept):
    before = kept.read_bytes()
    _, _, history = simple(kept, resume=True)
    assert len(history) == 2 and kept.read_bytes() == before


def test_impossible_places_are_refused_before_training(tmp_path):
    for path, words in [
        (tmp_path / "run.txt", ".npz"),
        (tmp_path / "no" / "run.npz", "thư mục"),
        (tmp_path, "npz"),
    ]:
        model = wider()
        before = model.state_dict()
        with pytest.raises(DataError, match=words):
            simple(path, model=model)
        assert same(model.state_dict(), before)
    with pytest.raises(ValueError, match="checkpoint="):
        simple(None, resume=True)


def test_a_divergence_keeps_the_last_good_checkpoint(tmp_path):
    path = tmp_path / "run.npz"
    x, y = resumable.data()[0]
    y = x[:, :1]
    schedule = lambda step: 0.01 if step < 10 else 1e200  # noqa: E731
    make = lambda: nn.Sequential(nn.Linear(4, 1, rng=np.random.default_rng(0)))  # noqa: E731
    options = {"data": (x, y), "loss": nn.mse, "optimizer": nn.SGD, "epochs": 4}
    with pytest.raises(DivergenceError, match="epoch 3"):
        simple(path, model=make(), schedule=schedule, **options)
    model, _, history = simple(path, model=make(), schedule=lambda step: 0.01, resume=True, **options)
    straight, _, _ = simple(model=make(), schedule=lambda step: 0.01, **options)
    assert len(history) == 4 and same(model.state_dict(), straight.state_dict())


def test_the_learning_rate_is_the_checkpoints_unless_another_is_given(tmp_path):
    def slower(run):
        run.optimizer.learning_rate /= 2

    for path in ("a.npz", "b.npz"):
        simple(tmp_path / path, callbacks=[slower])
    assert simple(tmp_path / "a.npz", resume=True, callbacks=[slower])[1].learning_rate == 0.025
    assert simple(tmp_path / "b.npz", resume=True, callbacks=[slower], rate=0.07)[1].learning_rate == 0.07
