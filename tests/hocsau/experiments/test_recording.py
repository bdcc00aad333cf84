import json

import pytest

from hocsau.data import load
from hocsau.errors import DataError
from hocsau.experiments import EXPERIMENTS, recording
from hocsau.experiments.outcome import Outcome
from hocsau.recorded import recorded

INFO = load("houses").info


def test_a_record_names_its_command_data_and_versions(tmp_path):
    record = recording.result("x", "hocsau train x --full", INFO, 1.23456, Outcome({"r2": 0.5}))
    recording.save(record, tmp_path / "deep" / "x.json")
    read = json.loads((tmp_path / "deep" / "x.json").read_text(encoding="utf-8"))
    assert read == record
    assert read["command"] == "hocsau train x --full" and read["data"]["name"] == "houses"
    assert {"python", "hocsau", "numpy"} <= set(read["versions"])
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["x.json"]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_failed_run_is_no_result(value):
    with pytest.raises(DataError, match="r2"):
        recording.result("x", "", INFO, 1.0, Outcome({"r2": value}))


def test_an_interrupted_write_leaves_the_old_record(tmp_path, monkeypatch):
    path = tmp_path / "x.json"
    path.write_text("old")
    monkeypatch.setattr(recording, "to_json", lambda *a: (_ for _ in ()).throw(OSError("disk")))
    with pytest.raises(DataError, match="--out"):
        recording.save({}, path)
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_a_record_keeps_curves_seconds_and_the_versions_of_what_was_used(tmp_path):
    outcome = Outcome(
        {"a": 0.5},
        curves={"run": {"loss": [1.0, 0.5]}},
        epoch_seconds={"run": 0.123456},
        details={"table": [[1, 2], [3, 4]]},
        packages=("torch",),
    )
    record = recording.result("x", "", INFO, 1.0, outcome)
    assert "torch" in record["versions"] and record["epoch_seconds"] == {"run": 0.1235}
    recording.save(record, tmp_path / "x.json")
    text = (tmp_path / "x.json").read_text(encoding="utf-8")
    assert json.loads(text) == record
    assert '"loss": [1.0, 0.5]' in text  # a curve is one line


def test_json_of_every_shape_reads_back():
    value = {"é": "ệ", "empty": {}, "none": [], "deep": [{"a": [1, [2]]}, []], "null": None, 'q"': 'x\n"'}
    assert json.loads(recording.to_json(value)) == value
    with pytest.raises(ValueError):
        recording.to_json({"a": float("nan")})


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_has_a_recorded_full_run(name):
    record = recorded(name)
    assert record["name"] == name and record["command"] == f"hocsau train {name} --full"
    assert record["data"]["profile"] == "full" and record["data"]["sha256"]


@pytest.mark.real_data
def test_the_recorded_scores_come_out_again(real):
    real("california-housing/cal_housing.data")
    outcome = EXPERIMENTS["income-price"].run(load("california_housing", "full"))
    assert outcome.scores == pytest.approx(recorded("income-price")["scores"], rel=1e-9)
