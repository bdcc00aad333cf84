import numpy as np
import pytest

from hocsau.data import DataError, read_folder
from hocsau.data.drawn.pets import KINDS, draw_pet, write_pets


def test_the_same_draws_give_the_same_picture():
    for kind in KINDS:
        one, two = (draw_pet(kind, np.random.default_rng(3)) for _ in range(2))
        assert one.shape == (32, 32, 3) and one.dtype == np.uint8 and np.array_equal(one, two)
        assert one.std() > 20
    with pytest.raises(ValueError, match="kind = 'ga'"):
        draw_pet("ga", np.random.default_rng(0))


def test_mean_colour_does_not_tell_them_apart():
    rng = np.random.default_rng(0)
    means = {k: np.array([draw_pet(k, rng).mean((0, 1)) for _ in range(200)]) for k in KINDS}
    gap = abs(means["cho"].mean(0) - means["meo"].mean(0))
    assert (gap < 0.5 * means["cho"].std(0)).all()


def test_a_written_folder_is_read_back(tmp_path):
    folder = read_folder(write_pets(tmp_path / "anh", 3, np.random.default_rng(0), size=16), size=16)
    assert folder.counts() == {"cho": 3, "meo": 3} and list(folder.unreadable()) == []
    first = draw_pet("cho", np.random.default_rng(0), 16)
    assert np.array_equal(folder.image(0), first)
    with pytest.raises(DataError, match="đã có"):
        write_pets(tmp_path / "anh", 1, np.random.default_rng(0))
