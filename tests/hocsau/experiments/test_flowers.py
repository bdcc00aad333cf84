"""The photo experiments on a few drawn clothes: schema, the same draws for all, going on after a stop."""

import json
from dataclasses import replace

import numpy as np
import pytest

from hocsau.data import DataError, load
from hocsau.experiments import EXPERIMENTS, flowers_nothing, flowers_probes, flowers_transfer
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import Options
from hocsau.experiments.photos import draw_rows, few_of_each, pass_through
from hocsau.recorded import recorded
from hocsau.torch import ResNet


@pytest.fixture(scope="module")
def clothes():
    return few_of_each(load("clothes"), 6)


def test_the_schema_and_a_second_run_from_the_ledger(clothes, tmp_path, monkeypatch):
    options = Options(checkpoints=tmp_path)
    outcome = EXPERIMENTS["flowers-transfer"].run(clothes, options)
    curve = outcome.details["curve"]
    assert set(curve) == {"frozen", "finetuned"} and outcome.details["test"] == 20
    for points in curve.values():
        assert set(points) == {"1", "4"}
        assert all(len(values) == 2 and all(0 <= v <= 1 for v in values) for values in points.values())
    assert outcome.scores["frozen_4"] == pytest.approx(np.mean(curve["frozen"]["4"]), abs=1e-5)
    assert outcome.scores["frozen_4"] > 0.2, "ten kinds by chance give 0.1"
    assert set(outcome.details["chosen_c"]["1"]) == {10.0}
    monkeypatch.setattr(flowers_transfer, "finetuned", None)  # all is in the ledger
    again = EXPERIMENTS["flowers-transfer"].run(clothes, options)
    assert again.scores == outcome.scores and again.details == outcome.details


def test_from_nothing(clothes):
    outcome = EXPERIMENTS["flowers-nothing"].run(clothes)
    assert set(outcome.details["curve"]["nothing"]) == {"1", "4"}
    assert flowers_nothing.Settings().shots == flowers_transfer.Settings().shots
    assert flowers_nothing.Settings().test == flowers_transfer.Settings().test


def test_the_probes(clothes):
    outcome = EXPERIMENTS["flowers-probes"].run(clothes)
    tables = outcome.details
    assert list(tables["probe"]) == ["stem", "block15", "head"] and tables["sizes"]["head"] == 1280
    assert set(tables["preprocessing"]) == {"right", *flowers_probes.WRONG}
    assert set(tables["leak"]) == {f"{a}-{b}" for a in ("honest", "leaking") for b in ("nearest", "softmax")}
    assert {"means-1", "nearest1-1", "nearest5-4", "softmax-4", "one-vs-all-4"} <= set(tables["methods"])
    assert set(tables["flips"]) == {f"{a}{b}-4" for a in ("none", "learning") for b in ("", "+guessing")}
    for table in ("probe", "methods", "flips", "leak", "preprocessing"):
        assert all(len(values) == 2 for values in tables[table].values())


def test_neighbours_vote_and_the_nearer_decides_between_equals():
    known = np.array([[1.0, 0], [0.8, 0.6], [0.6, 0.8], [0, 1]])
    labels = np.array([0, 1, 1, 0])
    asked = np.array([[1.0, 0], [0.6, 0.8]])
    assert flowers_probes.nearest(known, labels, asked, 1).tolist() == [0, 1]
    assert flowers_probes.nearest(known, labels, asked, 2).tolist() == [0, 1]  # one each, and two to none
    assert flowers_probes.nearest(known, labels, asked, 3).tolist() == [1, 1]


def test_a_mirror_in_the_test_part_lies():
    """Photos without meaning, each beside its own mirror: mixed before the split, they seem to be known."""
    rng = np.random.default_rng(0)
    x = np.abs(rng.normal(size=(60, 40)))
    y = np.arange(60) % 3
    found = [flowers_probes.leak(x, x + 0.01, y, 10, seed) for seed in range(5)]
    mean = {name: np.mean([one[name] for one in found]) for name in found[0]}
    assert mean["honest-nearest"] < 0.5 and mean["leaking-nearest"] > 0.6


def test_draws_are_nested_disjoint_and_of_each_class():
    y = np.repeat(np.arange(3), 10)
    learn, test = draw_rows(y, 4, seed=1)
    assert learn.shape == (3, 6) and test.shape == (3, 4)
    assert len(np.unique(np.concatenate([learn, test], axis=1))) == 30
    for k in range(3):
        assert (y[learn[k]] == k).all() and (y[test[k]] == k).all()
    assert not np.array_equal(learn, draw_rows(y, 4, seed=2)[0])
    with pytest.raises(DataError, match="nhiều hơn 10"):
        draw_rows(y, 10, seed=0)
    with pytest.raises(DataError, match="từ 9 đến 10"):
        draw_rows(y[:-1], 2, seed=0)


def test_a_pass_is_kept_and_is_the_network_s_own(tmp_path):
    images = np.random.default_rng(0).integers(0, 256, (40, 32, 32, 3), np.uint8)
    network = ResNet(8, rng=np.random.default_rng(0))
    found = pass_through(network, images, tmp_path, tail="layer2.0")
    assert list(found) == ["stem", "layer1.0", "layer2.0", "tail", "layer3.0"]
    assert found["tail"].shape == (40, 32, 16, 16) and found["tail"].dtype == np.float16
    assert len(list(tmp_path.iterdir())) == 2
    other = ResNet(8, rng=np.random.default_rng(1))  # not asked: all lies in the folder
    np.testing.assert_array_equal(
        pass_through(other, images, tmp_path, tail="layer2.0")["stem"], found["stem"]
    )
    alone = pass_through(network, images)
    np.testing.assert_array_equal(alone["layer3.0"], found["layer3.0"])
    assert "tail" not in alone


def test_a_ledger_computes_once_and_knows_its_own(tmp_path):
    options, calls = Options(checkpoints=tmp_path), []
    ledger = Ledger(options, "x", {"n": (1, 2)})
    assert (
        ledger.once("a", lambda: calls.append(1) or 5) == ledger.once("a", lambda: calls.append(1) or 5) == 5
    )
    assert Ledger(options, "x", {"n": (1, 2)}).once("a", lambda: calls.append(1)) == 5 and calls == [1]
    with pytest.raises(DataError, match="lượt chạy khác"):
        Ledger(options, "x", {"n": (1, 3)})
    (tmp_path / "x.json").write_text(json.dumps({"rows": []}))
    with pytest.raises(DataError, match="không đọc được như một sổ ghi"):
        Ledger(options, "x", {"n": (1, 2)})
    assert Ledger(replace(options, checkpoints=None), "x", {}).once("a", lambda: 7) == 7


def test_the_recorded_runs():
    transfer, nothing, probes = (recorded(f"flowers-{name}") for name in ("transfer", "nothing", "probes"))
    for record in (transfer, nothing, probes):
        assert record["command"] == f"hocsau train {record['name']} --full"
        assert record["data"] == transfer["data"] and record["data"]["n"] == 17 * 80
        assert record["details"]["settings"]["draws"] == 5 and record["threads"] == "1"
    assert 0.96 <= transfer["scores"]["frozen_64"] <= transfer["scores"]["finetuned_64"]
    for shots, scores in nothing["details"]["curve"]["nothing"].items():
        assert len(scores) == 5 and max(scores) < min(transfer["details"]["curve"]["frozen"][shots])
    leak = probes["details"]["leak"]
    assert min(leak["leaking-softmax"]) > max(leak["honest-softmax"])
