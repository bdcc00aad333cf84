"""Every metric against scikit-learn."""

import numpy as np
import pytest
import sklearn.metrics as sk

from hocsau.training import metrics

RNG = np.random.default_rng(0)
TARGET, PREDICTION = RNG.normal(size=200), RNG.normal(size=200)
LABELS, LOGITS = RNG.integers(0, 4, 200), RNG.normal(size=(200, 4))


def test_accuracy_of_several_classes():
    assert metrics.accuracy(LOGITS, LABELS) == sk.accuracy_score(LABELS, LOGITS.argmax(axis=1))


@pytest.mark.parametrize("shape", [(200,), (200, 1)])
def test_accuracy_of_one_logit(shape):
    y = (LABELS > 1).astype(float)
    expected = sk.accuracy_score(y, PREDICTION > 0)
    assert metrics.accuracy(PREDICTION.reshape(shape), y) == expected
    assert metrics.accuracy(PREDICTION.reshape(shape), y.reshape(shape)) == expected


def test_accuracy_of_labels():
    guess = RNG.integers(0, 4, 200)
    assert metrics.accuracy(guess, LABELS) == sk.accuracy_score(LABELS, guess)


def test_accuracy_refuses_what_it_cannot_compare():
    with pytest.raises(ValueError, match="one-hot"):
        metrics.accuracy(LOGITS, np.eye(4)[LABELS])
    for outputs, target in [(LOGITS, LABELS[:5]), (PREDICTION, LABELS[:1]), (np.ones((2, 2, 2)), np.ones(2))]:
        with pytest.raises(ValueError, match="shape"):
            metrics.accuracy(outputs, target)
    with pytest.raises(ValueError, match="không có mẫu"):
        metrics.accuracy(np.ones((0, 3)), np.ones(0, int))


def test_confusion_matrix_has_the_truth_in_rows():
    guess = LOGITS[:, :3].argmax(axis=1)  # class 3 is never guessed
    matrix = metrics.confusion_matrix(guess, LABELS, 4)
    np.testing.assert_array_equal(matrix, sk.confusion_matrix(LABELS, guess, labels=range(4)))
    np.testing.assert_array_equal(metrics.confusion_matrix([1], [0], 2), [[0, 1], [0, 0]])


def test_confusion_matrix_of_small_integers_does_not_overflow():
    labels = np.full(3, 99, np.uint8)
    assert metrics.confusion_matrix(labels, labels, 100)[99, 99] == 3


@pytest.mark.parametrize(
    ("predicted", "target", "classes", "words"),
    [
        ([0, 4], [0, 1], 4, "predicted có lớp ngoài"),
        ([0, 1], [0, -1], 4, "target có lớp ngoài"),
        ([0.0, 1.0], [0, 1], 2, "số nguyên"),
        ([0, 1], [0], 2, "khớp"),
        ([0], [0], 0, "classes"),
    ],
)
def test_confusion_matrix_refuses_wrong_labels(predicted, target, classes, words):
    with pytest.raises(ValueError, match=words):
        metrics.confusion_matrix(predicted, target, classes)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (metrics.mse, sk.mean_squared_error),
        (metrics.rmse, sk.root_mean_squared_error),
        (metrics.mae, sk.mean_absolute_error),
        (metrics.r2, sk.r2_score),
    ],
)
@pytest.mark.parametrize("shape", [(200,), (200, 1)])
def test_regression(ours, theirs, shape):
    expected = theirs(TARGET, PREDICTION)
    assert ours(PREDICTION.reshape(shape), TARGET.reshape(shape)) == pytest.approx(expected, rel=1e-12)
    with pytest.raises(ValueError, match="shape"):
        ours(PREDICTION.reshape(-1, 1), TARGET)


def test_float32_is_summed_in_float64():
    prediction = np.full(10**6, 0.1, np.float32)
    assert metrics.mae(prediction, np.zeros_like(prediction)) == pytest.approx(np.float32(0.1), rel=1e-12)


@pytest.mark.parametrize("value", [0.0, 0.1])
def test_r2_of_a_constant_is_undefined(value):
    with pytest.raises(ValueError, match="không xác định"):
        metrics.r2([1.0, 2.0, 3.0], [value] * 3)


PICTURES = RNG.normal(size=(3, 4, 5, 6))
PICTURE_LABELS = RNG.integers(0, 4, (3, 5, 6))
HIDDEN = RNG.random((3, 5, 6)) < 0.4


@pytest.mark.parametrize("axis", [1, -1, 3, 2])
def test_accuracy_over_a_class_axis_with_places_that_do_not_count(axis):
    outputs = np.moveaxis(PICTURES, 1, axis)
    guess, truth = PICTURES.argmax(axis=1), PICTURE_LABELS
    assert metrics.accuracy(outputs, truth, axis=axis) == sk.accuracy_score(truth.ravel(), guess.ravel())
    expected = sk.accuracy_score(truth[~HIDDEN], guess[~HIDDEN])
    assert metrics.accuracy(outputs, truth, axis=axis, mask=~HIDDEN) == expected
    assert metrics.accuracy(outputs, np.where(HIDDEN, -1, truth), axis=axis, ignore=-1) == expected
    with pytest.raises(ValueError, match="không có mẫu"):
        metrics.accuracy(outputs, truth, axis=axis, mask=np.zeros_like(HIDDEN))


def test_accuracy_of_pictures_of_one_logit_and_of_labels():
    z, y = PICTURES[:, :1], (PICTURE_LABELS > 1).astype(int)
    expected = sk.accuracy_score(y.ravel(), z[:, 0].ravel() > 0)
    assert metrics.accuracy(z, y) == metrics.accuracy(z, y[:, None]) == expected
    assert metrics.accuracy(z[:, 0] > 0, y) == metrics.accuracy((z[:, 0] > 0).astype(int), y) == expected
    with pytest.raises(ValueError, match="one-hot"):
        metrics.accuracy(z[:, 0], y)  # one logit a place, or the scores of classes: say which
    with pytest.raises(ValueError, match="axis=3"):
        metrics.accuracy(np.moveaxis(PICTURES, 1, -1), PICTURE_LABELS)


def test_confusion_matrix_of_pictures():
    guess = PICTURES.argmax(axis=1)
    expected = sk.confusion_matrix(PICTURE_LABELS[~HIDDEN], guess[~HIDDEN], labels=range(4))
    np.testing.assert_array_equal(metrics.confusion_matrix(guess, PICTURE_LABELS, 4, mask=~HIDDEN), expected)
    hidden = np.where(HIDDEN, 255, PICTURE_LABELS).astype(np.uint8)
    np.testing.assert_array_equal(metrics.confusion_matrix(guess, hidden, 4, ignore=255), expected)
    with pytest.raises(ValueError, match="không có mẫu"):
        metrics.confusion_matrix(guess, PICTURE_LABELS, 4, mask=np.zeros_like(HIDDEN))


@pytest.mark.parametrize("metric", [metrics.accuracy, metrics.mse, metrics.mae, metrics.rmse, metrics.r2])
@pytest.mark.parametrize("bad", [None, "text", [[1.0], [1.0, 2.0]], 1j])
def test_what_is_no_array_is_refused_in_vietnamese(metric, bad):
    for arguments in ((bad, [1.0, 2.0]), ([1.0, 2.0], bad)):
        with pytest.raises(ValueError, match="cần|khớp"):
            metric(*arguments)


def test_metrics_of_bytes_do_not_wrap():
    a, b = np.array([10, 200], np.uint8), np.array([20, 0], np.uint8)
    assert metrics.mse(a, b) == (100 + 40000) / 2 and metrics.mae(a, b) == 105
