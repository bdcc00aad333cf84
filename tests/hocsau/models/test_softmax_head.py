"""The classifier on features: against its own objective, by cross-validation, two classes, one-vs-all."""

import numpy as np
import pytest

from hocsau.data import DataError
from hocsau.models import softmax_head
from hocsau.models.softmax_head import choose_c, fit_head, fold_numbers, unit_roots


def clouds(n=40, classes=3, features=6, seed=0):
    rng = np.random.default_rng(seed)
    y = np.arange(n) % classes
    centres = 4 * rng.random((classes, features))
    return np.abs(centres[y] + rng.normal(size=(n, features))), y


def objective(head, x, y):
    chances = head.probability(x)[np.arange(len(y)), y]
    return 0.5 * np.sum(head.weight**2) - head.c * np.log(chances).sum()


@pytest.mark.parametrize("c", [0.1, 10.0])
@pytest.mark.parametrize("classes", [3, 5])
def test_it_is_the_least_of_its_objective(c, classes):
    x, y = clouds(classes=classes)
    head, rng = fit_head(x, y, c), np.random.default_rng(1)
    least = objective(head, x, y)
    for _ in range(20):
        moved = softmax_head.SoftmaxHead(
            head.weight + 0.05 * rng.normal(size=head.weight.shape), head.bias + 0.05 * rng.normal(), c
        )
        assert objective(moved, x, y) > least


def test_two_classes_and_one_against_all():
    x, y = clouds(classes=2)
    head = fit_head(x, y)
    assert head.weight.shape == (6, 2) and (head.predict(x) == y).mean() > 0.9
    np.testing.assert_allclose(head.probability(x).sum(axis=1), 1, rtol=1e-12)
    x, y = clouds(classes=3)
    other = fit_head(x, y, one_vs_all=True)
    assert other.weight.shape == (6, 3) and (other.predict(x) == y).mean() > 0.9
    assert not np.allclose(other.weight, fit_head(x, y).weight)


def test_probabilities_stay_finite_for_huge_weights():
    head = softmax_head.SoftmaxHead(1e4 * np.eye(3), np.zeros(3), 1.0)
    p = head.probability([[1.0, 0, 0], [0, 0, 0]])
    np.testing.assert_allclose(p, [[1, 0, 0], [1 / 3] * 3])


def test_unit_roots():
    np.testing.assert_allclose(
        unit_roots([[9.0, 16.0], [-4.0, 0.0], [0.0, 0.0]]), [[0.6, 0.8], [-1, 0], [0, 0]]
    )


def test_folds_share_each_class_evenly():
    y = np.repeat([0, 1, 2], [8, 5, 4])
    parts = fold_numbers(y, 4, np.random.default_rng(0))
    for k in range(3):
        counts = np.bincount(parts[y == k], minlength=4)
        assert counts.max() - counts.min() <= 1
    assert not np.array_equal(parts, fold_numbers(y, 4, np.random.default_rng(1)))


def test_c_is_chosen_by_photos_held_out():
    """Labels that the features do not hold score near chance."""
    x, y = clouds(60)
    c, scores = choose_c(x, y, rng=np.random.default_rng(0))
    assert scores[c] == max(scores.values()) > 0.8
    noise = np.abs(np.random.default_rng(0).normal(size=(300, 6)))
    _, scores = choose_c(noise, np.arange(300) % 3, rng=np.random.default_rng(0))
    assert max(scores.values()) < 0.45


def test_among_equals_the_likelier_c_is_taken():
    """Clouds far apart: every C is right, and a small one is right without conviction."""
    y = np.arange(24) % 2
    x = np.eye(2)[y] + 0.01
    c, scores = choose_c(x, y, choices=(1.0, 100.0, 10.0), rng=np.random.default_rng(0))
    assert set(scores.values()) == {1.0} and c == 100.0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda x, y: fit_head(x, y, 0.0), "c = 0.0"),
        (lambda x, y: fit_head(x, y[:-1]), "N số nguyên"),
        (lambda x, y: fit_head(x, y + 0.5), "N số nguyên"),
        (lambda x, y: fit_head(x[:0], y[:0]), "N số nguyên"),
        (lambda x, y: fit_head(x, 0 * y), "từ hai lớp"),
        (lambda x, y: fit_head(x, 2 * y), "lớp nào cũng có mẫu"),
        (lambda x, y: fit_head(x, y - 1), "nhãn 0"),
        (lambda x, y: fit_head(np.where(x > 1, np.nan, x), y), "NaN"),
        (lambda x, y: choose_c(x[:3], y[:3], rng=np.random.default_rng(0)), "chỉ có một mẫu"),
        (lambda x, y: fit_head(x, y).predict(x[:, :2]), r"cần \(N, 6\)"),
    ],
)
def test_what_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call(*clouds())


def test_too_few_of_a_class_is_an_error_of_the_data():
    with pytest.raises(DataError):
        choose_c(np.eye(2), np.array([0, 1]), rng=np.random.default_rng(0))
