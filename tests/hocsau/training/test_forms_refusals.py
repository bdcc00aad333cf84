"""What fit refuses of its data and options, before anything changes."""

import numpy as np
import pytest
import torch
from fit_forms import F, Lazy, N, Tokens, Two, as_bytes, numbers, ragged, token_loss, train

from hocsau import nn
from hocsau.errors import DataError
from hocsau.training import Callback, EarlyStopping, History, fit, metrics


@pytest.mark.parametrize(
    ("collate", "words"),
    [
        (lambda samples: samples, "cặp"),
        (lambda samples: (np.ones((3, 1)), np.ones(3)), "mẫu; batch này"),
        (lambda samples: 1 / 0, "không ghép được"),
        (lambda samples: (np.full((len(samples), 1), np.nan), np.ones(len(samples))), "hữu hạn"),
        ("pad", "collate có kiểu str"),
    ],
)
def test_a_collate_that_fails_is_refused_before_anything_changes(collate, words):
    with pytest.raises(ValueError, match=words):
        train(ragged(), Tokens(), token_loss, collate=collate)


def test_a_sample_that_is_bad_only_later_is_named_and_the_last_good_epoch_comes_back():
    a, b, y = numbers()
    a[41] = np.nan
    model = Two()
    before = as_bytes(model)
    with pytest.raises(DataError, match="hữu hạn"):
        train(((Lazy(a), b), y), model)
    assert as_bytes(model) == before
    a = numbers()[0]
    odd = [a[i] if i != 41 else a[i][:2] for i in range(N)]
    with pytest.raises(DataError, match=r"mẫu shape|collate"):
        train(((Lazy(odd), b), y), model)
    assert as_bytes(model) == before


def bad():
    a, b, y = numbers()
    bf16 = torch.ones(N, 3, dtype=torch.bfloat16)
    return {
        "parts of other lengths": ({"data": ((a, b[:-1]), y)}, r"x\[1\] có 59"),
        "NaN in a part": ({"data": ({"a": a, "b": b * np.nan}, y)}, r"x\['b'\] có giá trị"),
        "no input": ({"data": ((), y)}, "x|mảng"),
        "names the model does not know": ({"data": ({"c": a, "b": b}, y)}, "không nhận được x"),
        "validation of another form": ({"data": (((a, b), y), ({"a": a, "b": b}, y))}, "khác dạng"),
        "bfloat16": ({"data": ((bf16, b), y)}, r"bfloat16, numpy không có.*float\(\)"),
        "an empty source": ({"data": Lazy([], [])}, "không có mẫu"),
        "a source of no pairs": ({"data": Lazy(a)}, "cặp"),
        "no data": ({"data": None}, "NoneType"),
        "text": ({"data": "mnist"}, "str"),
        "max_norm text": ({"max_norm": "1"}, "max_norm = '1'"),
        "max_norm list": ({"max_norm": [1]}, "max_norm"),
        "metrics list": ({"metrics": [metrics.accuracy]}, "metrics có kiểu list"),
        "metrics function": ({"metrics": metrics.accuracy}, "metrics có kiểu"),
        "metric with a number for a name": ({"metrics": {1: metrics.accuracy}}, "mang tên 1"),
        "metric that is no function": ({"metrics": {"a": 3}}, "thước đo 'a' có kiểu int"),
        "metric of text": ({"metrics": {"a": lambda z, t: "good"}}, "thước đo 'a'"),
        "metric of nothing": ({"metrics": {"a": lambda z, t: None}}, "thước đo 'a'"),
        "callback class": ({"callbacks": [EarlyStopping]}, r"EarlyStopping\(\)"),
        "callback number": ({"callbacks": [3]}, "callback có kiểu int"),
        "callback None": ({"callbacks": [None]}, "callback có kiểu NoneType"),
        "callbacks None": ({"callbacks": None}, "danh sách"),
        "callbacks not in a list": ({"callbacks": EarlyStopping("loss")}, "danh sách"),
        "callbacks a function": ({"callbacks": print}, "danh sách"),
        "callbacks text": ({"callbacks": "stop"}, "danh sách"),
        "schedule of text": ({"schedule": lambda step: "0.1"}, r"schedule\(0\) = '0.1'"),
        "schedule of nothing": ({"schedule": lambda step: None}, r"schedule\(0\)"),
        "schedule number": ({"schedule": 0.1}, "schedule có kiểu float"),
        "step that is no function": ({"train_batch": 3}, "train_batch có kiểu int"),
        "checkpoint number": ({"checkpoint": 3}, "checkpoint có kiểu int"),
        "epochs text": ({"epochs": "3"}, "epochs = '3'"),
        "batch_size text": ({"batch_size": "3"}, "batch_size"),
    }


@pytest.mark.parametrize("name", bad())
def test_bad_input_is_refused_before_anything_changes(name):
    a, b, y = numbers()
    change, words = bad()[name]
    model, rng = Two(), np.random.default_rng(0)
    state = rng.bit_generator.state
    options = {"data": ((a, b), y), "rng": rng} | change
    with pytest.raises(ValueError, match=words):
        train(options.pop("data"), model, **options)
    assert as_bytes(model) == as_bytes(Two()) and rng.bit_generator.state == state


def test_models_without_parameters_or_in_bfloat16_are_refused():
    class Bare(torch.nn.Module):
        pass

    some = torch.nn.Linear(3, 4)
    with pytest.raises(ValueError, match="không có tham số"):
        fit(
            Bare(),
            numbers()[::2],
            F.cross_entropy,
            torch.optim.SGD(some.parameters(), 0.1),
            epochs=1,
            rng=None,
        )
    with pytest.raises(ValueError, match="không có tham số"):
        p = [nn.Parameter(np.ones(1))]
        fit(nn.ReLU(), numbers()[::2], nn.cross_entropy, nn.SGD(p, 0.1), epochs=1, rng=None)
    some = some.bfloat16()
    with pytest.raises(ValueError, match="bfloat16"):
        train(numbers()[::2], some, F.cross_entropy)


def test_whole_numbers_into_a_torch_layer_are_explained():
    with pytest.raises(ValueError, match="số nguyên; tầng torch cần số thực"):
        train((np.ones((N, 3), np.uint8), np.zeros(N, int)), torch.nn.Linear(3, 4), F.cross_entropy)


def test_labels_that_a_loss_ignores_are_allowed_and_others_are_not():
    a, _, y = numbers()
    y[5] = -1
    model = nn.Linear(3, 4, rng=np.random.default_rng(0))
    train((a, y), model, lambda z, t: nn.cross_entropy(z, t, ignore=-1))
    theirs = torch.nn.Linear(3, 4).double()
    train((a, y), theirs, lambda z, t: F.cross_entropy(z, t, ignore_index=-1))
    for kind in (model, theirs):
        with pytest.raises(ValueError, match="từ -1 đến 3"):
            train((a, y), kind, nn.cross_entropy if kind is model else F.cross_entropy)


def test_an_empty_history_says_so():
    _, history = train(((numbers()[0], numbers()[1]), numbers()[2]), epochs=0)
    assert len(history) == 0
    with pytest.raises(KeyError, match="chưa có epoch nào"):
        history["loss"]
    with pytest.raises(ValueError, match="chưa có epoch nào"):
        history.last()
    with pytest.raises(ValueError, match="chưa có epoch nào"):
        history.plot()
    assert repr(History()) == "History(0 epoch)" and isinstance(EarlyStopping("loss"), Callback)
