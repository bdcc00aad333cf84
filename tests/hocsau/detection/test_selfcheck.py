"""`hocsau gradcheck` and the layers and losses of hocsau.detection."""

import numpy as np
import pytest

from hocsau import detection
from hocsau.cli import main
from hocsau.detection import ROIAlign, selfcheck
from hocsau.nn import Module


@pytest.mark.parametrize("seed", range(3))
def test_everything_passes(seed):
    outcomes = list(selfcheck.check_all(seed))
    assert [outcome.name for outcome in outcomes] == [*selfcheck.LAYERS, *selfcheck.LOSSES]
    assert all(outcome.passed for outcome in outcomes), outcomes


def test_every_layer_and_loss_is_there():
    named = {name.split()[0] for name in [*selfcheck.LAYERS, *selfcheck.LOSSES]}
    public = {name: getattr(detection, name) for name in detection.__all__}
    layers = {n for n, value in public.items() if isinstance(value, type) and issubclass(value, Module)}
    assert named == layers | {name for name in public if name.endswith(("_loss", "_l1"))}


def test_a_wrong_backward_is_found(monkeypatch):
    right = ROIAlign.backward
    monkeypatch.setattr(ROIAlign, "backward", lambda self, dy: 1.00001 * right(self, dy))
    assert [o.name for o in selfcheck.check_all() if not o.passed] == ["ROIAlign"]


def test_a_wrong_loss_is_found(monkeypatch):
    monkeypatch.setitem(selfcheck.LOSSES, "smooth_l1", lambda rng: {"mean": np.nan})
    assert [o.name for o in selfcheck.check_all() if not o.passed] == ["smooth_l1"]


def test_the_command_tells_of_them(capsys):
    assert main(["gradcheck"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for name in [*selfcheck.LAYERS, *selfcheck.LOSSES]:
        assert [line for line in lines if line.startswith(f"{name} ") and line.endswith("đạt")], name
