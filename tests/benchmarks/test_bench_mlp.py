"""The three ways of an epoch take the same steps, and the recorded run keeps the promise of the lab."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from hocsau.recorded import recorded

FOLDER = Path(__file__).parents[2] / "benchmarks"


def test_all_ways_end_at_the_same_weights(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    spec = importlib.util.spec_from_file_location("bench_mlp", FOLDER / "bench_mlp.py")
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    monkeypatch.setattr(bench, "SAMPLES", 300)
    for case in bench.cases():
        ends = [np.asarray(way()) for way in case.ways.values()]
        assert len(ends) >= 2
        for end in ends[1:]:
            np.testing.assert_allclose(end, ends[0], rtol=1e-4)


def test_the_recorded_ratios():
    sigmoid, relu = recorded("bench-mlp")["cases"]
    assert sigmoid["ratios"]["từng ảnh một, float64"] >= 25
    for case in (sigmoid, relu):
        assert case["ratios"]["hocsau.nn"] == 1 <= case["ratios"]["torch"]
        assert case["seconds"]["torch"] == pytest.approx(
            case["ratios"]["torch"] * case["seconds"]["hocsau.nn"]
        )
