import numpy as np
import pytest

from hocsau import nn
from hocsau.cli import main
from hocsau.nn import selfcheck


def run(capsys, *arguments):
    code = main(["gradcheck", *arguments])
    return code, capsys.readouterr().out


def test_every_layer_and_loss_passes(hocsau):
    done = hocsau("gradcheck", PYTHONIOENCODING="cp1252")
    assert done.returncode == 0 and done.stderr == "" and "Mọi gradient đều đúng" in done.stdout
    lines = done.stdout.splitlines()
    for name in [*selfcheck.LAYERS, *selfcheck.SEQUENCES, *selfcheck.LOSSES]:
        assert [line for line in lines if line.startswith(f"{name} ") and line.endswith("đạt")], name
    assert "HỎNG" not in done.stdout


def test_every_public_layer_and_loss_is_covered(monkeypatch, capsys):
    assert selfcheck.unchecked() == []

    class Forgotten(nn.Module):
        """A layer nobody checks."""

    monkeypatch.setattr(nn, "Forgotten", Forgotten, raising=False)
    monkeypatch.setattr(nn, "__all__", [*nn.__all__, "Forgotten"])
    code, out = run(capsys)
    assert code == 1 and "Forgotten" in out and "chưa có phép kiểm" in out and "1 chỗ hỏng" in out


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_seeds_pass_too(capsys, seed):
    code, out = run(capsys, "--seed", str(seed))
    assert code == 0 and f"seed {seed}" in out


WRONG = {
    "Tanh": (nn.Tanh, "backward", lambda self, dy: 1.00001 * dy * (1 - self.y**2)),
    "ReLU": (nn.ReLU, "backward", lambda self, dy: dy),
    "Linear": (nn.Linear, "accumulate", lambda self, dy: None),
    "Sigmoid": (nn.Sigmoid, "backward", lambda self, dy: dy * np.nan),
    "Identity": (nn.Identity, "backward", lambda self, dy: dy @ dy),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_backward_fails_the_command(monkeypatch, capsys, name):
    layer, method, wrong = WRONG[name]
    monkeypatch.setattr(layer, method, wrong)
    code, out = run(capsys)
    (line,) = [line for line in out.splitlines() if line.startswith(f"{name} ") and "không bias" not in line]
    assert code == 1 and "HỎNG" in line and "chỗ hỏng" in out


def test_a_wrong_loss_fails_the_command(monkeypatch, capsys):
    monkeypatch.setitem(
        selfcheck.LOSSES,
        "mse",
        selfcheck._loss(lambda z, y, r: (nn.mse(z, y, r)[0], z), lambda z, rng: 0 * z),
    )
    code, out = run(capsys)
    assert code == 1 and "1 chỗ hỏng" in out


@pytest.mark.parametrize("seed", ["-1", "một"])
def test_a_wrong_seed_is_refused(hocsau, seed):
    done = hocsau("gradcheck", f"--seed={seed}")
    assert done.returncode == 2 and "số nguyên từ 0 trở lên" in done.stderr
