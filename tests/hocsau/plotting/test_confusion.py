import numpy as np
import pytest
from matplotlib.colors import to_rgb

from hocsau import plotting
from hocsau.plotting import confusion_matrix

LOANS = np.array([[50, 3], [8, 39]])


def counts(ax):
    return {tuple(map(int, t.get_position())): t.get_text() for t in ax.texts}


def test_counts_stand_in_row_true_column_predicted():
    _, ax = confusion_matrix(LOANS, ["không trả", "trả"])
    assert counts(ax) == {(0, 0): "50", (1, 0): "3", (0, 1): "8", (1, 1): "39"}
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("dự đoán", "nhãn thật")
    assert [t.get_text() for t in ax.get_xticklabels()] == ["không trả", "trả"]


def test_colour_is_the_share_of_the_row():
    _, ax = confusion_matrix([[50, 50], [0, 1]], ["a", "b"])
    np.testing.assert_allclose(ax.images[0].get_array(), [[0.5, 0.5], [0, 1]])


def test_a_class_without_samples_is_all_white():
    _, ax = confusion_matrix([[0, 0], [1, 3]], ["a", "b"])
    np.testing.assert_array_equal(ax.images[0].get_array()[0], 0)


@pytest.mark.parametrize("names", [list("0123456789"), ["áo thun", "quần", "áo len", "váy"]])
def test_counts_of_four_digits_do_not_touch(names, assert_readable):
    rng = np.random.default_rng(0)
    matrix = rng.integers(0, 99, (len(names), len(names))) + np.diag([1135] * len(names))
    figure, ax = confusion_matrix(matrix, names)
    assert_readable(figure, least=10)


def luminance(colour):
    channels = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


@pytest.mark.parametrize("share", range(0, 101, 5))
def test_counts_read_on_their_cell(share):
    _, ax = confusion_matrix([[share, 100 - share], [0, 1]], ["a", "b"])
    image, text = ax.images[0], ax.texts[0]
    behind = luminance(image.cmap(image.norm(share / 100))[:3])
    ink = luminance(text.get_color())
    assert (max(behind, ink) + 0.05) / (min(behind, ink) + 0.05) >= 4.5


def test_drawn_into_given_axes():
    figure, axes = plotting.axes(1, 2, size=(9.6, 4))
    assert confusion_matrix(LOANS, ["a", "b"], ax=axes[1]) == (figure, axes[1])


@pytest.mark.parametrize(
    ("matrix", "classes", "message"),
    [
        (np.ones((2, 3)), ["a", "b"], "cần vuông"),
        (np.ones((0, 0)), [], "cần vuông"),
        ([[1, -1], [0, 1]], ["a", "b"], "không âm"),
        ([[0.5, 0.5], [0, 1]], ["a", "b"], "số đếm"),
        (LOANS, ["a"], "có 1 tên lớp"),
    ],
)
def test_bad_input_is_refused_in_vietnamese(matrix, classes, message):
    with pytest.raises(ValueError, match=message):
        confusion_matrix(matrix, classes)
