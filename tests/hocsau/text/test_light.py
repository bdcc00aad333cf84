"""Networks kept in int8: what is lost, what a broken file says, the LSTM beside that of hocsau.nn."""

import numpy as np
import pytest

from hocsau import nn
from hocsau.errors import DataError
from hocsau.text.light import SCALE, cell_of, for_page, lstm, lstm_step, rounded, widened


def test_no_weight_moves_more_than_half_a_step():
    rng = np.random.default_rng(0)
    weights = {"a": rng.normal(size=(5, 7)), "b": rng.normal(size=9), "zeros": np.zeros((3, 2))}
    kept = rounded(weights)
    assert kept["a"].dtype == np.int8 and kept["b"].dtype == np.float32
    again = widened(kept)
    assert (np.abs(again["a"] - weights["a"]) <= kept["a" + SCALE] * 0.5001).all()
    np.testing.assert_allclose(again["b"], weights["b"], rtol=1e-6)
    assert not again["zeros"].any() and set(again) == set(weights)


def test_what_cannot_be_kept_or_read_is_refused():
    for bad in (np.array([np.nan]), np.zeros((2, 2, 2))):
        with pytest.raises(ValueError, match="hữu hạn"):
            rounded({"a": bad})
    whole = rounded({"a": np.ones((2, 3))})
    with pytest.raises(DataError, match="thang"):
        widened({"a": whole["a"]})
    with pytest.raises(DataError, match="thang"):
        widened(whole | {"a" + SCALE: np.ones(2, np.float32)})
    with pytest.raises(DataError, match="NaN"):
        widened({"b": np.array([np.inf])})


@pytest.mark.parametrize("back", [False, True])
def test_the_lstm_is_that_of_nn(back):
    rng = np.random.default_rng(1)
    layer = nn.LSTM(3, 4, rng=rng, bidirectional=True)
    x = rng.normal(size=(2, 6, 3))
    mask = np.arange(6) < np.array([[6], [4]])
    cell = {name: p.data for name, p in layer.cells[int(back)].named_parameters()}
    ours = lstm(x, cell, mask, back=back)
    theirs = layer(x, mask=mask)[..., 4 * back : 4 * back + 4]
    np.testing.assert_allclose(ours[mask], theirs[mask], atol=1e-12)
    if not back:
        h = c = np.zeros(4)
        for t in range(6):
            h, c = lstm_step(x[0, t] @ cell["weight_x"] + cell["bias"], h, c, cell["weight_h"])
        np.testing.assert_allclose(h, ours[0, -1], atol=1e-12)
    with pytest.raises(KeyError):
        cell_of(cell, "reading.0")


def test_the_page_gets_bytes():
    sent = for_page(rounded({"a": np.ones((2, 3)), "b": np.ones(2)}))
    assert sent["a"]["kind"] == "i1" and sent["a"]["shape"] == [2, 3] and sent["b"]["kind"] == "f4"
