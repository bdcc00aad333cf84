import numpy as np
import pytest

from hocsau.nn.dropout import Dropout2d


def test_dropout_2d_turns_whole_maps_off_and_keeps_the_mean():
    layer, x = Dropout2d(0.4, rng=np.random.default_rng(0)), np.ones((50, 40, 3, 3))
    y = layer(x)
    per_map = y.reshape(50, 40, -1)
    assert np.all(per_map == per_map[..., :1])
    assert set(np.unique(y)) == {0.0, 1 / 0.6}
    assert y.mean() == pytest.approx(1, abs=0.05)
    np.testing.assert_array_equal(layer.backward(x), y)
    assert layer.eval()(x) is x


def test_dropout_2d_refuses_rows():
    with pytest.raises(ValueError, match=r"cần \(N, C, H, W\)"):
        Dropout2d(0.5, rng=np.random.default_rng(0))(np.zeros((4, 4)))


def test_every_image_has_its_own_draw_for_every_map():
    layer = Dropout2d(0.5, rng=np.random.default_rng(0))
    kept = layer(np.ones((64, 8, 2, 2)))[:, :, 0, 0] > 0  # (N, C)
    assert len(np.unique(kept, axis=0)) > 32 and len(np.unique(kept, axis=1)) > 4
    assert abs(kept.mean() - 0.5) < 0.1
