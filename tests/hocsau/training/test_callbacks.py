import numpy as np
import pytest

from hocsau.training import EarlyStopping, History
from hocsau.training.callbacks import Each, Run


def run_with(stopping, values, name="val_loss"):
    """Feed the values, one an epoch; the weights are the epoch's number."""
    put = []
    run = Run(None, None, History(), (name,), lambda: {"w": np.array(float(run.epoch))}, put.append)
    stopping.begin(run)
    for value in values:
        run.epoch += 1
        run.history.append({name: value})
        stopping.epoch_end(run)
        if run.history.stopped:
            break
    stopping.end(run)
    return run, put


def test_stops_after_patience_and_puts_the_best_weights_back():
    run, put = run_with(EarlyStopping("val_loss", patience=2), [3, 2, 1, 1.5, 1.2, 0.1])
    assert run.epoch == 5 and "ở epoch 3" in run.history.stopped
    assert float(put[0]["w"]) == 3


def test_the_best_weights_come_back_when_all_epochs_were_run():
    run, put = run_with(EarlyStopping("val_loss", patience=5), [3, 1, 2])
    assert run.history.stopped is None and float(put[0]["w"]) == 2


def test_accuracy_is_better_when_larger():
    stopping = EarlyStopping("val_accuracy", patience=2)
    run_with(stopping, [0.1, 0.5, 0.4], "val_accuracy")
    assert stopping.best == 0.5 and stopping.best_epoch == 2


def test_a_gain_below_min_delta_does_not_count():
    stopping = EarlyStopping("val_loss", patience=2, min_delta=0.1)
    run, _ = run_with(stopping, [1.0, 0.95, 0.92, 0.5])
    assert run.epoch == 3 and stopping.best_epoch == 1


def test_a_metric_that_is_never_a_number_stops_too():
    run, put = run_with(EarlyStopping("val_loss", patience=2), [np.nan] * 5)
    assert run.epoch == 2 and put == []


def test_it_forgets_the_run_before():
    stopping = EarlyStopping("val_loss", patience=2)
    run_with(stopping, [0.1])
    run_with(stopping, [5.0, 4.0])
    assert stopping.best == 4.0 and stopping.best_epoch == 2


def test_its_state_continues_the_count():
    values, states = [3, 2, 2.5, 2.6, 2.7, 2.8], []
    whole, _ = run_with(EarlyStopping(patience=3), values)
    first, second = EarlyStopping(patience=3), EarlyStopping(patience=3)
    run_with(first, values[:3])
    states.append(first.state_dict())
    second.load_state_dict(states[0])
    assert (second.best, second.best_epoch, second.waited) == (2, 2, 1)
    assert float(second.state_dict()["weights.w"]) == 2 and whole.epoch == 5
    with pytest.raises(ValueError, match="EarlyStopping"):
        second.load_state_dict({"other": np.ones(1)})
    with pytest.raises(ValueError, match="không có trạng thái"):
        Each(print).load_state_dict({"other": np.ones(1)})


@pytest.mark.parametrize(
    "settings",
    [
        {"patience": 0},
        {"patience": 1.5},
        {"patience": True},
        {"min_delta": -1},
        {"min_delta": np.nan},
        {"mode": "up"},
    ],
)
def test_wrong_settings_are_refused(settings):
    with pytest.raises(ValueError, match=next(iter(settings))):
        EarlyStopping("loss", **settings)


@pytest.mark.parametrize("mode", ["min", "max"])
def test_a_tie_is_no_gain(mode):
    stopping = EarlyStopping("val_loss", patience=2, mode=mode)
    run, put = run_with(stopping, [1.0, 1.0, 1.0, 1.0])
    assert run.epoch == 3 and stopping.best_epoch == 1 and float(put[0]["w"]) == 1
