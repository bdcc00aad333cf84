"""The three ways through a convolution agree on y, dx, dw and db."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from hocsau.recorded import recorded

FOLDER = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    spec = importlib.util.spec_from_file_location("bench_conv", FOLDER / "bench_conv.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_all_ways_agree(bench, monkeypatch):
    monkeypatch.setattr(bench, "LAYERS", ((3, 2, 8, 4), (2, 3, 6, 2)))
    monkeypatch.setattr(bench, "SMALL", (4, 1, 9, 5))
    cases = bench.cases()
    assert len(cases) == 3
    for case in cases:
        first, *others = (np.asarray(way()) for way in case.ways.values())
        assert len(others) == 2 and np.abs(first).min() > 0
        for other in others:
            np.testing.assert_allclose(other, first, rtol=1e-4, err_msg=case.name)


def test_the_measured_layers_are_those_of_the_book(bench):
    assert bench.LAYERS == ((64, 8, 28, 16), (32, 32, 32, 64)) and bench.SMALL[1:] == (1, 28, 5)


def test_the_recorded_ratios():
    first, second, small = (case["ratios"] for case in recorded("bench-conv")["cases"])
    loops = "scipy, từng cặp kênh"
    for ratios in (first, second, small):
        assert ratios["hocsau.nn"] == 1 <= ratios[loops]
        assert ratios["torch"] >= 0.5  # at most twice the time of torch
    assert second[loops] >= 80 and first[loops] >= 50
