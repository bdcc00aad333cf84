"""Reading plates: what is cut and moved for learning, that learning learns, and how it is judged."""

import numpy as np
import pytest
import torch

from hocsau.experiments.plates_read import judge, learn, shaken
from hocsau.plates.crops import drawn_crops
from hocsau.plates.reading import CLASSES, to_labels, to_rows
from hocsau.torch.models.crnn import CRNN


def test_shaken_crops_keep_the_plate_and_differ():
    wide = np.zeros((50, 80, 120), np.uint8)
    wide[:, 8:72, 12:108] = 200  # the box itself, in its margin of an eighth
    x = shaken(wide, np.random.default_rng(0))
    assert x.shape == (50, 64, 96) and x.dtype == np.float32 and 0 <= x.min() and x.max() < 200.01
    assert (np.abs(x[:, 16:48, 24:72] - 200) < 0.01).all()  # never so far off that the middle is lost
    share = (x > 100).mean(axis=(1, 2))
    assert 0.75 < share.mean() < 0.97 and share.std() > 0.01


def test_a_crop_that_is_not_moved_is_the_reader_s_own():
    stored = next(drawn_crops(np.random.default_rng(3), 1, margin=0.125, height=80, width=120))[0]
    exact = next(drawn_crops(np.random.default_rng(3), 1))[0]

    class Still:
        normal = staticmethod(lambda mean, deviation, size: np.full(size, float(mean)))
        random = staticmethod(lambda n: np.ones(n))

    x = shaken(stored[None], Still())
    assert np.abs(x[0] - exact).mean() < 8  # resampled twice, of 255


def test_learning_learns():
    pairs = list(drawn_crops(np.random.default_rng(1), 2, margin=0.125, height=80, width=120))
    crops, texts = np.stack([crop for crop, _ in pairs]), [number.text for _, number in pairs]
    network = CRNN(CLASSES, widths=(4, 6, 8, 12, 12), hidden=12, rng=np.random.default_rng(0))
    losses = learn(network, [(crops, texts), (crops, texts)], 25, 1e-2, 4, np.random.default_rng(0))
    assert len(losses) == 25 and np.mean(losses[-5:]) < 0.7 * losses[0]


def test_the_judge_counts_plates_and_characters():
    class Says(torch.nn.Module):
        image, rows = (64, 96), 2

        def forward(self, x):
            logits = torch.zeros(len(x), 48, CLASSES)
            logits[..., 0] = 9
            for plate, text in zip(logits, ["59X112345", "60B21235"], strict=True):
                for first, labels in zip((0, 24), to_rows(text), strict=True):
                    for i, label in enumerate(labels):
                        plate[first + 4 * i, 0], plate[first + 4 * i, label] = 0, 9
            return logits

    found = judge(Says(), np.zeros((2, 64, 96), np.float32), ["59X112345", "60B21234"])
    assert found == {"greedy": 0.5, "plates": 0.5, "characters": pytest.approx(1 - 1 / 17)}


@pytest.mark.real_data
def test_real_plates_that_are_in_the_exam_are_not_learnt_from(real):
    real("vn-motorbike-plates")
    from hocsau.data import load
    from hocsau.data.sets.vn_motorbike_plates import seen_texts

    data = load("vn_motorbike_plates", "full")
    known = set(seen_texts(list(data.test.y), list(data.train.y)))
    kept = {photo.texts[0] for i, photo in enumerate(data.train.y) if i not in known}
    assert known and kept.isdisjoint(photo.texts[0] for photo in data.test.y)
    for photo in data.train.y:  # every real text can be written with our characters
        to_labels(photo.texts[0].replace("-", ""))
