import json

import pytest

from hocsau.cli import main
from hocsau.data import load
from hocsau.errors import DataError
from hocsau.training import results
from hocsau.training.experiments import EXPERIMENTS

INFO = load("houses").info


def test_a_record_names_its_command_data_and_versions(tmp_path):
    record = results.result("x", "hocsau train x --full", INFO, 1.23456, {"r2": 0.5})
    results.save(record, tmp_path / "deep" / "x.json")
    read = json.loads((tmp_path / "deep" / "x.json").read_text(encoding="utf-8"))
    assert read == record
    assert read["command"] == "hocsau train x --full" and read["data"]["name"] == "houses"
    assert {"python", "hocsau", "numpy"} <= set(read["versions"])
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["x.json"]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_failed_run_is_no_result(value):
    with pytest.raises(DataError, match="r2"):
        results.result("x", "", INFO, 1.0, {"r2": value})


def test_an_interrupted_write_leaves_the_old_record(tmp_path, monkeypatch):
    path = tmp_path / "x.json"
    path.write_text("old")
    monkeypatch.setattr(results.json, "dump", lambda *a, **k: (_ for _ in ()).throw(OSError("disk")))
    with pytest.raises(DataError, match="--out"):
        results.save({}, path)
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_recorded_refuses_unknown_names():
    for name in ("nothing", "../pyproject"):
        with pytest.raises(DataError, match="chưa có"):
            results.recorded(name)


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_runs_small_and_writes_where_asked(name, tmp_path, capsys):
    assert main(["train", name, "--out", str(tmp_path / "r.json")]) == 0
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["scores"]
    assert main(["train", name, "--dry-run", "--out", str(tmp_path / "none.json")]) == 0
    assert not (tmp_path / "none.json").exists()


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_has_a_recorded_full_run(name):
    record = results.recorded(name)
    assert record["name"] == name and record["command"] == f"hocsau train {name} --full"
    assert record["data"]["profile"] == "full" and record["data"]["sha256"]


def test_full_runs_outside_the_book_need_a_place_to_write(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["train", "income-price", "--full"]) == 2
    assert "--out" in capsys.readouterr().err


@pytest.mark.real_data
def test_the_recorded_scores_come_out_again(real):
    real("california-housing/cal_housing.data")
    scores = EXPERIMENTS["income-price"].run(load("california_housing", "full"))
    assert scores == pytest.approx(results.recorded("income-price")["scores"], rel=1e-9)
