import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocsau.errors import DataError
from hocsau.training import batches


@settings(deadline=None)
@given(n=st.integers(1, 200), batch_size=st.integers(1, 60), pairs=st.booleans())
def test_every_sample_is_in_one_batch(n, batch_size, pairs):
    cuts = batches.bounds(n, batch_size, pairs)
    assert [i for a, b in cuts for i in range(a, b)] == list(range(n))
    sizes = [b - a for a, b in cuts]
    assert set(sizes[:-1]) <= {batch_size, batch_size + 1} and sizes[-1] <= batch_size + pairs
    if pairs and n > 1 and batch_size > 1:
        assert min(sizes) > 1


@settings(deadline=None)
@given(st.lists(st.integers(-5, 20), min_size=1, max_size=1000))
def test_the_probe_sees_the_extreme_targets(values):
    y = np.array(values)
    rows = batches.probe_rows(y)
    assert y[rows].min() == y.min() and y[rows].max() == y.max() and len(rows) <= batches.PROBE + 2


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.uint8, np.int64, bool])
def test_arrays_keep_their_dtype_and_are_not_copied(dtype):
    a = np.ones((3, 2), dtype)
    assert batches.array("x", a) is a


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (np.array([1.0, np.inf, 2.0]), "dòng 1"),
        (np.array([[1.0, -np.inf]]), "dòng 0, cột 1"),
        (np.array(3.0), "không có mẫu"),
        (np.zeros((0, 3)), "không có mẫu"),
        (np.zeros((3, 0)), "không có mẫu"),
        (np.array([1j]), "mảng số"),
        (np.array([None]), "mảng số"),
        (["a"], "mảng số"),
        ([[1], [1, 2]], "dài ngắn"),
    ],
)
def test_arrays_that_cannot_be_data_are_refused(values, words):
    with pytest.raises(DataError, match=words):
        batches.array("x", values)


def test_counts():
    assert batches.count("n", np.int64(3), 1) == 3
    for bad in (0, -1, 1.0, True, "3", None):
        with pytest.raises(ValueError, match="n = "):
            batches.count("n", bad, 1)
