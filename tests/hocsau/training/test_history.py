import matplotlib.pyplot as plt
import numpy as np
import pytest

from hocsau.training import History


@pytest.fixture
def history():
    h = History()
    for loss in (3.0, 2.0, 1.5):
        h.append({"loss": loss, "val_loss": loss + 1, "seconds": 0.1})
    return h


def test_columns_are_arrays(history):
    np.testing.assert_array_equal(history["val_loss"], [4, 3, 2.5])
    assert len(history) == 3 and "loss" in history and list(history.epochs) == [1, 2, 3]
    assert "1.5" in repr(history) and repr(History()) == "History(0 epoch)"


def test_an_unknown_column_is_named_with_the_nearest(history):
    with pytest.raises(KeyError, match="Ý bạn là 'val_loss'"):
        history["val_los"]


def test_an_epoch_with_other_columns_is_refused(history):
    with pytest.raises(ValueError, match="cột"):
        history.append({"loss": 1.0})
    assert len(history) == 3


def test_frame_counts_epochs_from_one(history):
    frame = history.frame()
    assert list(frame.index) == [1, 2, 3] and frame.index.name == "epoch"
    assert frame.loc[2, "loss"] == 2.0


def test_plot_draws_the_columns(history):
    fig, ax = history.plot("loss", "val_loss", ylabel="cross-entropy", log=True)
    np.testing.assert_array_equal(ax.lines[1].get_ydata(), history["val_loss"])
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["loss (huấn luyện)", "loss (kiểm định)"]
    assert ax.get_ylabel() == "cross-entropy" and ax.get_yscale() == "log"
    plt.close(fig)
    with pytest.raises(KeyError):
        history.plot("accuracy")
    with pytest.raises(ValueError, match="chưa có epoch"):
        History().plot()
    assert not plt.get_fignums()
