"""The ways that bench_recurrent compares give the same numbers."""

import importlib.util
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parents[2] / "benchmarks"


def test_all_ways_agree(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    spec = importlib.util.spec_from_file_location("bench_recurrent", FOLDER / "bench_recurrent.py")
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    monkeypatch.setattr(bench, "SAMPLES", 3)
    monkeypatch.setattr(bench, "STEPS", 6)
    cases = bench.cases()
    assert [len(case.ways) for case in cases] == [3, 2] * 3
    for case in cases:
        ours, *others = (np.asarray(way()) for way in case.ways.values())
        for other in others:
            np.testing.assert_allclose(other, ours, rtol=case.rtol, err_msg=case.name)
        assert np.ptp(ours) > 0.01  # no way returns a constant
