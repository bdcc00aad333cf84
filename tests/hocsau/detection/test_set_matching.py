"""Set matching: the cheapest of all permutations."""

import numpy as np
import pytest

from hocsau.detection import giou_matrix, match_sets, match_sets_naive, matching_cost, overlap


def test_giou_of_every_pair(some_boxes):
    rng = np.random.default_rng(0)
    a, b = some_boxes(rng, 12), some_boxes(rng, 9)
    made = giou_matrix(a, b)
    for i in range(12):
        np.testing.assert_allclose(
            made[i], overlap(np.repeat(a[i : i + 1], 9, axis=0), b, "giou"), atol=1e-12
        )
    assert np.isfinite(giou_matrix([[1, 1, 1, 1]], [[1, 1, 1, 1]])).all()


def test_it_is_the_cheapest_of_all():
    rng = np.random.default_rng(1)
    for _ in range(50):
        cost = rng.normal(size=(6, rng.integers(1, 7)))
        rows, columns = match_sets(cost)
        assert sorted(columns.tolist()) == list(range(cost.shape[1]))
        assert len(set(rows.tolist())) == len(rows)
        assert cost[rows, columns].sum() == pytest.approx(match_sets_naive(cost))


def test_greedy_would_pay_more():
    cost = np.array([[0.0, 1.0], [1.0, 10.0]])
    rows, columns = match_sets(cost)
    assert columns[np.argsort(rows)].tolist() == [1, 0]


def test_the_cost_of_detr():
    boxes, truth = [[0, 0, 0.5, 0.5], [0.5, 0.5, 1, 1]], [[0.5, 0.5, 1, 1]]
    cost = matching_cost(boxes, [[0.9, 0.1], [0.2, 0.8]], truth, [1])
    # the second box is right in place and sure of its class
    assert cost[1, 0] == pytest.approx(-0.8 - 2)
    assert cost[0, 0] == pytest.approx(-0.1 + 5 * 2 - 2 * (0 - 0.5))
    assert match_sets(cost)[0].tolist() == [1]
    assert matching_cost(boxes, np.ones((2, 2)), [], []).shape == (2, 0)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: match_sets([[np.nan]]), "hữu hạn"),
        (lambda: match_sets([1, 2]), r"\(N, M\)"),
        (lambda: matching_cost([[0, 0, 1, 1]], [1], [[0, 0, 1, 1]], [0]), r"cần \(1, K\)"),
        (lambda: matching_cost([[0, 0, 1, 1]], [[1.0]], [[0, 0, 1, 1]], [1]), "ngoài 0 … 0"),
    ],
)
def test_what_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
