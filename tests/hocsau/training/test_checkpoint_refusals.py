"""A checkpoint of another run, damaged or false, is refused, and nothing changes."""

import json
import re

import numpy as np
import pytest
import resumable
import torch
from checkpoint_runs import same, simple, wider

from hocsau import nn
from hocsau.errors import DataError
from hocsau.nn.storage import load_arrays, save_arrays
from hocsau.training import EarlyStopping


def other_layers():
    rng = np.random.default_rng(0)
    return nn.Sequential(
        nn.Linear(4, 5, rng=rng), nn.ReLU(), nn.Dropout(0.1, rng=rng), nn.Linear(5, 3, rng=rng)
    )


def float32():
    rng = np.random.default_rng(0)
    kind = {"rng": rng, "dtype": np.float32}
    return nn.Sequential(
        nn.Linear(4, 5, **kind), nn.Tanh(), nn.Dropout(0.1, rng=rng), nn.Linear(5, 3, **kind)
    )


def moved():
    x, y = resumable.data()[0]
    return x + 1e-9, y


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"model": wider}, r"0.weight trong checkpoint là float64 \(4, 5\), model này cần float64 \(4, 6\)"),
        ({"model": float32}, "0.weight trong checkpoint là float64"),
        ({"model": other_layers}, "model khi ấy là Sequential Linear Tanh"),
        ({"optimizer": lambda: nn.SGD}, "optimizer khi ấy là Adam, bây giờ là SGD"),
        ({"data": moved}, "dữ liệu khi ấy"),
        ({"batch_size": lambda: 21}, "batch_size khi ấy là 20, bây giờ là 21"),
        ({"callbacks": lambda: [EarlyStopping("loss")]}, "callbacks"),
        ({"max_norm": lambda: 1.0}, "max_norm"),
        ({"rng": lambda: np.random.Generator(np.random.Philox(0))}, "không dùng được"),
        ({"epochs": lambda: 1}, "đã học 2 epoch"),
    ],
)
def test_the_checkpoint_of_another_run_is_refused_and_nothing_changes(kept, change, words):
    change = {name: make() for name, make in change.items()}
    change.setdefault("model", None)
    model = change["model"] = change["model"] or simple(epochs=0)[0].train()
    change.setdefault("rng", np.random.default_rng(0))
    before, state, on_disk = model.state_dict(), change["rng"].bit_generator.state, kept.read_bytes()
    with pytest.raises(DataError, match=words):
        simple(kept, resume=True, **change)
    assert same(model.state_dict(), before) and str(change["rng"].bit_generator.state) == str(state)
    assert model.training and model.layers[0].training and kept.read_bytes() == on_disk


def damage_about(arrays, **change):
    return arrays | {"about": np.array(json.dumps(json.loads(str(arrays["about"])) | change))}


ABOUT = ("epoch", "stopped", "traits", "rates", "generators")


def without_about(arrays, name):
    about = json.loads(str(arrays["about"]))
    del about[name]
    return arrays | {"about": np.array(json.dumps(about))}


def damage_generator(arrays, **change):
    about = json.loads(str(arrays["about"]))
    about["generators"][0] |= change
    return arrays | {"about": np.array(json.dumps(about))}


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda a: {n: v for n, v in a.items() if n != "about"}, "không phải checkpoint"),
        (lambda a: damage_about(a, format="hocsau-checkpoint-9"), "không phải checkpoint"),
        (lambda a: a | {"about": np.array("{")}, "không phải checkpoint"),
        (lambda a: a | {"about": np.ones(3)}, "không phải checkpoint"),
        (lambda a: damage_about(a, epoch=1), "lịch sử có 2 dòng"),
        (lambda a: damage_about(a, generators=[]), "không dùng được"),
        (lambda a: damage_about(a, generators=[{}, {}]), "không dùng được"),
        (
            lambda a: {n: v for n, v in a.items() if n != "model/0.bias"},
            "0.bias trong checkpoint là không có",
        ),
        (lambda a: a | {"model/0.bias": np.full(5, np.nan)}, "0.bias"),
        (lambda a: a | {"optimizer/mean.0": np.ones(3)}, "mean.0"),
        (lambda a: {n: v for n, v in a.items() if n != "optimizer/square.1"}, "square.1"),
        (lambda a: a | {"random/torch": np.ones(3)}, "torch"),
        *((lambda a, name=name: without_about(a, name), name) for name in ABOUT),
        (lambda a: damage_about(a, extra=1), "extra"),
        (lambda a: damage_about(a, epoch="2"), "epoch"),
        (lambda a: damage_about(a, epoch=True), "epoch là true hay false"),
        (lambda a: damage_about(a, epoch=None), "epoch là null"),
        (lambda a: damage_about(a, epoch=-1), "epoch"),
        (lambda a: damage_about(a, traits=[]), "traits"),
        (lambda a: damage_about(a, rates=[]), "learning rate"),
        (lambda a: damage_about(a, rates=["x"]), "learning rate"),
        (lambda a: damage_about(a, rates=[float("nan")]), "learning rate"),
        (lambda a: damage_about(a, stopped=3), "stopped"),
        (lambda a: damage_about(a, generators=[None, None]), "bộ sinh thứ 1"),
        (lambda a: damage_generator(a, uinteger=-1), "bộ sinh thứ 1"),
        (lambda a: damage_generator(a, has_uint32=1.5), "bộ sinh thứ 1"),
        (lambda a: damage_generator(a, uinteger=2**70), "bộ sinh thứ 1"),
        (lambda a: damage_generator(a, state={"array": [1], "dtype": "U99999999"}), "bộ sinh thứ 1"),
        (lambda a: a | {"about": np.array("[" * 100_000)}, "không phải checkpoint"),
        (lambda a: a | {"about": np.array("[1, 2]")}, "không phải checkpoint"),
        (lambda a: a | {"about": np.array("9" * 5000)}, "không phải checkpoint"),
        (lambda a: a | {"optimizer/steps": np.array(0)}, "bước 0 bước"),
        (lambda a: a | {"optimizer/steps": np.array(-1)}, "steps"),
        (lambda a: a | {"optimizer/steps": np.ones(3)}, "steps"),
        (lambda a: {n: v for n, v in a.items() if n != "optimizer/steps"}, "steps"),
        (lambda a: a | {"optimizer/learning_rate": np.array("x")}, "learning_rate"),
        (lambda a: a | {"optimizer/mean.0": np.full((4, 5), np.inf)}, "mean.0"),
        (lambda a: a | {"history/loss": np.ones((2, 2))}, "loss"),
        (lambda a: a | {"history/loss": np.array(["a", "b"])}, "loss"),
        (lambda a: a | {"nơi/khác": np.ones(1)}, "nơi/khác"),
        (lambda a: a | {"callback0/x": np.ones(1)}, "callback0/x"),
    ],
)
def test_a_foreign_checkpoint_is_refused_and_nothing_changes(kept, damage, words):
    arrays = load_arrays(kept)
    kept.unlink()
    save_arrays(kept, damage(arrays))
    rng, model = np.random.default_rng(7), simple(epochs=0)[0]
    optimizer = nn.Adam(model.parameters(), 0.1)
    before, state, slots = model.state_dict(), rng.bit_generator.state, optimizer.state_dict()
    with pytest.raises(DataError, match=words) as caught:
        simple(kept, resume=True, model=model, rng=rng, optimizer=lambda *_: optimizer)
    assert "run.npz" in str(caught.value) and not re.search(r"Error\b|unsupported|must be", str(caught.value))
    assert same(model.state_dict(), before) and rng.bit_generator.state == state
    assert same(optimizer.state_dict(), slots)


@pytest.mark.parametrize(("bits", "name"), [(np.random.MT19937, "pos"), (np.random.Philox, "buffer_pos")])
def test_a_generator_never_draws_outside_its_block(tmp_path, bits, name):
    rng = np.random.Generator(bits(0))
    simple(tmp_path / "run.npz", rng=rng)
    arrays = load_arrays(tmp_path / "run.npz")
    about = json.loads(str(arrays["about"]))
    state = about["generators"][0]
    for place in (-5, 100_000):
        (state["state"] if name == "pos" else state)[name] = place
        save_arrays(tmp_path / "run.npz", arrays | {"about": np.array(json.dumps(about))})
        with pytest.raises(DataError, match=r"bộ sinh thứ 1 \(.*có số ngoài khoảng"):
            simple(tmp_path / "run.npz", rng=np.random.Generator(bits(1)), resume=True)


def test_the_best_weights_are_those_of_this_model(tmp_path):
    options = {"callbacks": [EarlyStopping("loss")], "epochs": 3}
    simple(tmp_path / "run.npz", **options)
    arrays = load_arrays(tmp_path / "run.npz")
    for name, value in [
        ("callback0/weights.0.bias", np.ones(7)),
        ("callback0/weights.0.bias", np.full(5, np.nan)),  # found by the fuzz
        ("callback0/best", np.ones(2)),
        ("callback0/waited", np.array(-1)),
        ("callback0/best_epoch", np.array(0)),
    ]:
        save_arrays(tmp_path / "run.npz", arrays | {name: value})
        stopping = EarlyStopping("loss")
        with pytest.raises(DataError, match="run.npz"):
            simple(tmp_path / "run.npz", resume=True, callbacks=[stopping], epochs=3)
        assert stopping.best_epoch == 0 and not stopping.state_dict().keys() & arrays.keys()


def test_a_truncated_checkpoint_is_refused(kept):
    whole = kept.read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        kept.write_bytes(whole[:length])
        with pytest.raises(DataError, match="run.npz"):
            simple(kept, resume=True)


def groups_with(arrays, **change):
    groups = json.loads(str(arrays["optimizer/groups"]))
    return {"optimizer/groups": np.array(json.dumps([groups[0] | change]))}


def test_a_foreign_state_of_torch_is_refused_and_nothing_changes(tmp_path):
    path = tmp_path / "a.npz"

    def run(model, optimizer):
        loss = torch.nn.functional.cross_entropy
        return simple(path, model=model, optimizer=lambda *_: optimizer, loss=loss, resume=True)

    def fresh():
        torch.manual_seed(1)
        model = torch.nn.Sequential(
            torch.nn.Linear(4, 3, dtype=torch.float64), torch.nn.BatchNorm1d(3, dtype=torch.float64)
        )
        return model, torch.optim.Adam(model.parameters(), 0.1)

    def state(model, optimizer):
        return repr((model.state_dict(), optimizer.state_dict(), torch.get_rng_state()))

    run(*fresh())
    arrays = load_arrays(path)
    random = arrays["random/torch"]
    without = [name for name in arrays if name != "about" and not name.startswith("history")]
    changes = [
        {"optimizer/0.exp_avg": np.ones(2)},
        {"optimizer/0.exp_avg": np.full((3, 4), np.nan)},
        {"optimizer/0.exp_avg": np.ones((3, 4), np.float32)},
        {"optimizer/9.exp_avg": np.ones(3)},
        {"optimizer/x.exp_avg": np.ones(3)},
        {"optimizer/0": np.ones(3)},
        {"optimizer/0.other": np.ones((3, 4))},
        {"optimizer/0.step": np.array(0, np.float32)},
        {"optimizer/groups": np.array("[]")},
        {"optimizer/groups": np.array("[" * 100_000)},
        {"optimizer/groups": np.ones(2)},
        groups_with(arrays, lr="0.1"),
        groups_with(arrays, lr=float("nan")),
        groups_with(arrays, betas=[0.9]),
        groups_with(arrays, betas=0.9),
        groups_with(arrays, other=1),
        groups_with(arrays, amsgrad=1),
        {"random/torch": random[:-1]},
        {"random/torch": random.astype(float)},
        {"random/torch": np.full_like(random, 255)},
        {"model/0.weight": np.full((3, 4), np.nan)},
        *({name: None} for name in without),
    ]
    for change in changes:
        damaged = {n: a for n, a in (arrays | change).items() if a is not None}
        save_arrays(path, damaged)
        model, optimizer = fresh()
        before = state(model, optimizer)
        with pytest.raises(DataError, match=r"a\.npz không dùng được: ") as caught:
            run(model, optimizer)
        assert state(model, optimizer) == before, change
        assert not re.search(r"Error\b|unsupported|must be|expected", str(caught.value))
    save_arrays(path, arrays)
    run(*fresh())
