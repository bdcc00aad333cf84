"""The benchmark runner: it compares results before times, and records what it measured."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def run():
    spec = importlib.util.spec_from_file_location("benchmarks_run", FOLDER / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def case(run, other):
    return run.Case("tổng", {"của sách": lambda: np.float64(3), "khác": other}, rounds=1)


def test_ways_that_disagree_are_not_timed(run):
    with pytest.raises(AssertionError, match="tổng: khác"):
        run.check(case(run, lambda: np.float64(3.1)))


def test_the_first_way_is_the_unit_of_the_ratios(run, capsys):
    done = run.report(case(run, lambda: sum(range(2000)) and 3.0))
    assert done["ratios"]["của sách"] == 1
    assert done["ratios"]["khác"] == done["seconds"]["khác"] / done["seconds"]["của sách"] > 3
    assert "khác" in capsys.readouterr().out


def test_a_record_says_with_what_and_on_how_many_threads(run):
    cases = [{"name": "tổng", "seconds": {"a": 1.0}, "ratios": {"a": 1.0}}]
    record = json.loads(json.dumps(run.record("mlp", cases, 2.0)))
    assert record["command"].endswith("make bench BENCH=mlp RECORD=1") and record["cases"] == cases
    assert record["clock"] == ("process_time" if record["threads"] == 1 else "perf_counter")
    assert record["threads"] >= 1 and {"python", "numpy", "torch"} <= set(record["versions"])


@pytest.mark.parametrize("given", [["nothing"], ["--record"]])
def test_wrong_arguments_are_refused(run, given, capsys):
    with pytest.raises(SystemExit):
        run.main(given)
    assert "có: " in capsys.readouterr().err or given == ["--record"]
