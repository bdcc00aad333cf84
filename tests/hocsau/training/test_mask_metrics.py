"""Dice and IoU counted by hand and by sets; edit distance by its definition."""

import itertools

import numpy as np
import pytest

from hocsau.training import metrics

GUESS = np.array([[[0, 1, 1], [0, 2, 2]]])
TRUTH = np.array([[[0, 0, 1], [0, 2, 1]]])


def by_sets(guess, truth, label):
    a = {place for place, k in np.ndenumerate(guess) if k == label}
    b = {place for place, k in np.ndenumerate(truth) if k == label}
    return len(a & b) / len(a | b), 2 * len(a & b) / (len(a) + len(b))


def test_each_class_is_as_the_sets_say():
    iou, dice = metrics.iou_per_class(GUESS, TRUTH, 3), metrics.dice_per_class(GUESS, TRUTH, 3)
    for label in range(3):
        assert (iou[label], dice[label]) == pytest.approx(by_sets(GUESS, TRUTH, label), abs=1e-15)
    np.testing.assert_allclose(dice, 2 * iou / (1 + iou))
    assert iou.tolist() == [2 / 3, 1 / 3, 1 / 2]


def test_a_class_that_is_nowhere_has_no_score_and_is_not_in_the_mean():
    iou = metrics.iou_per_class(GUESS, TRUTH, 4)
    assert np.isnan(iou[3]) and not np.isnan(iou[:3]).any()
    scores = np.eye(4)[GUESS].transpose(0, 3, 1, 2)  # (N, 4, H, W)
    assert metrics.mean_iou(scores, TRUTH) == pytest.approx(np.mean([2 / 3, 1 / 3, 1 / 2]))
    assert metrics.mean_dice(scores, TRUTH) == pytest.approx(np.mean([4 / 5, 1 / 2, 2 / 3]))
    assert metrics.accuracy(scores, TRUTH) == pytest.approx(4 / 6)  # of all points


def test_points_that_are_not_counted():
    truth = TRUTH.copy()
    truth[0, 0, 1] = truth[0, 1, 2] = 255
    assert metrics.iou_per_class(GUESS, truth, 3, ignore=255).tolist() == [1, 1, 1]
    assert metrics.iou_per_class(GUESS, TRUTH, 3, mask=truth != 255).tolist() == [1, 1, 1]
    scores = np.eye(3)[GUESS].transpose(0, 3, 1, 2)
    assert metrics.mean_iou(scores, truth, ignore=255) == metrics.mean_dice(scores, truth, ignore=255) == 1
    with pytest.raises(ValueError, match="không có mẫu nào"):
        metrics.mean_iou(scores, truth * 0 + 255, ignore=255)


def test_one_logit_and_classes_at_the_end():
    truth = (TRUTH == 1).astype(int)
    logit = np.where(GUESS == 1, 3.0, -3.0)
    for outputs, target in ((logit[:, None], truth), (logit[:, None], truth[:, None])):
        assert metrics.mean_iou(outputs, target) == pytest.approx(expected())
    last = np.eye(3)[GUESS]
    assert metrics.mean_iou(last, TRUTH, axis=-1) == pytest.approx(1 / 2)


def expected():
    guess, truth = (GUESS == 1).astype(int), (TRUTH == 1).astype(int)
    return np.mean([by_sets(guess, truth, label)[0] for label in (0, 1)])


@pytest.mark.parametrize("shape", [(3,), (1, 0, 2, 3), (1, 3, 2, 2)])
def test_shapes_that_do_not_fit_are_refused(shape):
    with pytest.raises(ValueError, match="shape"):
        metrics.mean_iou(np.zeros(shape), TRUTH)


def test_fit_takes_them_with_pictures_and_a_mask_of_classes():
    from hocsau import nn
    from hocsau.training import fit

    rng = np.random.default_rng(0)
    x = rng.normal(size=(24, 1, 4, 4))
    y = (x[:, 0] > 0).astype(np.int64)
    model = nn.Sequential(nn.Conv2d(1, 2, 1, rng=rng))
    history = fit(
        model,
        ((x, y), (x, y)),
        nn.cross_entropy,
        nn.Adam(model.parameters(), learning_rate=0.05),
        epochs=20,
        batch_size=8,
        metrics={"iou": metrics.mean_iou, "dice": metrics.mean_dice, "right": metrics.accuracy},
        rng=rng,
        progress=False,
    )
    assert history["val_iou"][0] < history["val_dice"][0] < 1
    assert min(history[f"val_{name}"][-1] for name in ("iou", "dice", "right")) > 0.9


def slow(a, b):
    if not a or not b:
        return len(a) + len(b)
    return min(slow(a[1:], b) + 1, slow(a, b[1:]) + 1, slow(a[1:], b[1:]) + (a[0] != b[0]))


def test_edit_distance_by_its_definition():
    words = ["", "a", "ab", "ba", "abc", "cab", "bca", "aaaa"]
    for a, b in itertools.product(words, repeat=2):
        assert metrics.edit_distance(a, b) == slow(a, b)
    assert metrics.edit_distance([1, 2, 3], np.array([1, 3])) == 1


def test_edit_rate_is_of_all_characters_together():
    assert metrics.edit_rate(["59X1", "5"], ["59X2", "50"]) == pytest.approx(2 / 6)
    assert metrics.edit_rate(["abcdef"], ["a"]) == 5
    for guess, truth, words in ((["a"], [], "1 dãy"), ([""], [""], "không có kí tự")):
        with pytest.raises(ValueError, match=words):
            metrics.edit_rate(guess, truth)
