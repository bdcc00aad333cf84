"""From crops to numbers: labels, the choice among beams, and what a photo with boxes gives."""

import numpy as np
import pytest
import torch

from hocsau.errors import DataError
from hocsau.plates import CHARACTERS
from hocsau.plates.reading import CLASSES, _first_valid, read_crops, read_plates, to_labels, to_rows, to_text


def test_labels_and_back():
    assert to_labels("09A").tolist() == [1, 10, 11] and to_labels("").shape == (0,)
    assert to_text(to_labels(CHARACTERS)) == CHARACTERS and len(CHARACTERS) + 1 == CLASSES
    for text in ("5-9", "w", "I"):
        with pytest.raises(DataError, match="không nằm trong"):
            to_labels(text)


def test_rows_are_cut_after_the_series():
    upper, lower = to_rows("59X112345")
    assert to_text(upper) == "59X1" and to_text(lower) == "12345"


def test_the_same_character_on_both_sides_of_the_gap_is_read_twice():
    class Full(Spells):
        def forward(self, x):
            logits = torch.zeros(len(x), 48, CLASSES)
            label = int(to_labels("1")[0])
            logits[..., 0] = 6
            logits[:, 23:25, 0], logits[:, 23:25, label] = 0, 6
            return logits

    assert read_crops(Full(), CROPS[:1], width=0)[0].text == read_crops(Full(), CROPS[:1])[0].text == "11"


def beams(*texts):
    return [(tuple(to_labels(text).tolist()), np.log(0.5 / (i + 1))) for i, text in enumerate(texts)]


def test_the_first_text_that_is_a_plate_is_taken():
    found = _first_valid(beams("59X1123456", "59X112345", "59X11234"))
    assert (found.text, str(found)) == ("59X112345", "59-X1 123.45") and found.chance == pytest.approx(0.25)
    assert found.number is not None


def test_without_any_plate_the_likeliest_text_is_told_as_it_is():
    found = _first_valid(beams("5", "59X"))
    assert (found.text, str(found), found.number) == ("5", "5", None)


class Spells(torch.nn.Module):
    """Stands for a network that has learnt: whatever it sees, it says these texts."""

    image, rows = (64, 96), 2

    def __init__(self, *texts, sure=6.0):
        super().__init__()
        self.texts, self.sure, self.seen = texts, sure, []

    def forward(self, x):
        self.seen.append(x)
        logits = torch.zeros(len(x), 48, CLASSES)
        logits[..., 0] = self.sure
        for plate, text in zip(logits, self.texts[: len(x)], strict=True):
            for first, labels in zip((0, 24), to_rows(text), strict=True):
                for i, label in enumerate(labels):
                    plate[first + 4 * i] = 0
                    plate[first + 4 * i, label] = self.sure
        return logits


CROPS = np.random.default_rng(0).uniform(0, 255, (2, 64, 96)).astype(np.float32)


@pytest.mark.parametrize("width", [0, 4])
def test_both_ways_read_what_the_network_says(width):
    found = read_crops(Spells("59X112345", "60B21234"), CROPS, width=width)
    assert [str(reading) for reading in found] == ["59-X1 123.45", "60-B2 1234"]
    assert all(0 < reading.chance < 1 for reading in found)


def test_greedy_tells_what_is_no_plate_and_the_beam_looks_further():
    network = Spells("59X112345")
    doubt = network(torch.zeros(1, 1, 64, 96)).clone()
    doubt[0, 45, 0], doubt[0, 45, 1] = 5.0, 5.1  # a tenth character, a little likelier than none
    network.forward = lambda x: doubt
    assert read_crops(network, CROPS[:1], width=0)[0].number is None
    assert str(read_crops(network, CROPS[:1], width=6)[0]) == "59-X1 123.45"


def test_a_photo_with_boxes_and_without():
    network = Spells("59X112345")
    photo = np.random.default_rng(1).integers(0, 256, (200, 300, 3), dtype=np.uint8)
    assert read_plates(network, photo, [[30, 20, 126, 84]])[0].text == "59X112345"
    (x,) = network.seen
    assert x.shape == (1, 1, 64, 96) and abs(float(x.mean())) < 1e-4 and 0.5 < float(x.std()) < 1.1
    assert read_plates(network, photo, np.empty((0, 4))) == []
    with pytest.raises(ValueError, match="box"):
        read_plates(network, photo, [[5, 5, 5, 9]])
