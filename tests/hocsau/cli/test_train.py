"""`hocsau train`: what runs, what is said, and what is written where."""

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from hocsau import data
from hocsau.cli import main
from hocsau.data import Split, load
from hocsau.experiments import EXPERIMENTS, cifar_small, first_steps, recording
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.techniques import common
from hocsau.nn.storage import load_arrays


def short(name):
    return ["--epochs", "1"] if EXPERIMENTS[name].epochs else []


@pytest.fixture(autouse=True)
def a_few_pictures(monkeypatch):
    """Of the pictures of 28 × 28 only 300: an epoch of a convolutional network takes a second, not ten."""

    def load_few(name, profile=None):
        whole = load(name, profile)
        if name == "plate_scenes":
            few = (Split(part.x[:4], part.y[:4]) for part in (whole.train, whole.test))
            return replace(whole, train=next(few), test=next(few))
        if name not in ("mnist_small", "clothes"):
            return whole
        return replace(whole, train=Split(whole.train.x[:300], whole.train.y[:300]))

    monkeypatch.setattr(data, "load", load_few)
    monkeypatch.setattr(first_steps, "MOMENTS", (0, 5, 20))  # not 1000 steps of four networks
    for experiment, name in [(common, "VAL"), (cifar_small, "VAL"), (cifar_small, "TEST")]:
        monkeypatch.setattr(experiment, name, 60)  # of the 300, not 1000


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_runs_small_and_writes_where_asked(name, tmp_path, capsys):
    assert main(["train", name, *short(name), "--out", str(tmp_path / "r.json")]) == 0
    record = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert record["scores"] and record["data"]["profile"] == "small"
    assert record["command"] == " ".join(["hocsau", "train", name, *short(name)])
    for value in record.get("curves", {}).values() if EXPERIMENTS[name].epochs else ():
        assert {len(column) for column in value.values()} == {1}
    assert "r.json" in capsys.readouterr().out


@pytest.fixture
def quick(monkeypatch):
    """One experiment that takes no time and asks for a second file."""

    def run(self, data, options):
        return Outcome({"score": 0.5}, files={"more": {"a": 1}}, arrays={"weights": {"w": np.arange(3)}})

    monkeypatch.setattr(type(EXPERIMENTS["digits"]), "run", run)


def test_without_full_nothing_is_written(quick, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["train", "digits"]) == 0
    assert list(tmp_path.iterdir()) == [] and "Không ghi tệp nào" in capsys.readouterr().out


def test_dry_run_writes_nothing_even_with_out(quick, tmp_path):
    assert main(["train", "digits", "--dry-run", "--out", str(tmp_path / "none.json")]) == 0
    assert list(tmp_path.iterdir()) == []


def test_further_files_stand_beside_the_record(quick, tmp_path, capsys):
    assert main(["train", "digits", "--out", str(tmp_path / "r.json")]) == 0
    assert json.loads((tmp_path / "r-more.json").read_text()) == {"a": 1}
    assert load_arrays(tmp_path / "r-weights.npz")["w"].tolist() == [0, 1, 2]
    said = capsys.readouterr().out
    assert "r-more.json" in said and "r-weights.npz" in said


def test_a_full_run_outside_the_book_needs_a_place_to_write(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["train", "income-price", "--full"]) == 2
    assert "--out" in capsys.readouterr().err


def test_a_shortened_full_run_never_replaces_the_record(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / recording.FOLDER).mkdir(parents=True)
    assert main(["train", "mnist-mlp", "--full", "--epochs", "1"]) == 2
    assert "--dry-run" in capsys.readouterr().err
    assert list((tmp_path / recording.FOLDER).iterdir()) == []


def test_epochs_of_an_experiment_without_epochs(capsys):
    assert main(["train", "income-price", "--epochs", "3"]) == 2
    assert "bỏ --epochs" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "abc", ""])
def test_epochs_wants_a_count(value, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["train", "digits", f"--epochs={value}"])
    assert caught.value.code == 2 and "không phải số epoch" in capsys.readouterr().err


def test_listing_the_experiments_imports_neither_numpy_nor_torch():
    program = (
        "import sys; from hocsau.experiments import EXPERIMENTS; "
        "print(sorted({'numpy', 'torch', 'pandas'} & sys.modules.keys()), len(EXPERIMENTS))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", str(len(EXPERIMENTS))]


def test_a_run_with_checkpoints_goes_on_where_it_was_stopped(tmp_path, capsys):
    folder, record = tmp_path / "giu", tmp_path / "r.json"
    command = ["train", "mnist-cnn-sigmoid", "--epochs", "2", "--checkpoints", str(folder)]
    assert main(command) == 2 and "không có thư mục" in capsys.readouterr().err
    folder.mkdir()
    assert main(["train", "mnist-cnn-sigmoid", "--epochs", "2", "--out", str(record)]) == 0
    whole = json.loads(record.read_text(encoding="utf-8"))
    assert main([*command[:3], "1", *command[4:]]) == 0  # stopped after one epoch of two
    assert [path.name for path in folder.iterdir()] == ["mnist_small-sigmoid.npz"]
    assert main([*command, "--out", str(record)]) == 0
    resumed = json.loads(record.read_text(encoding="utf-8"))
    assert resumed["curves"] == whole["curves"] and resumed["scores"] == whole["scores"]
    assert resumed["command"] == "hocsau train mnist-cnn-sigmoid --epochs 2"


def test_checkpoints_of_an_experiment_that_keeps_none(tmp_path, capsys):
    assert main(["train", "digits", "--checkpoints", str(tmp_path)]) == 2
    assert "bỏ --checkpoints" in capsys.readouterr().err
