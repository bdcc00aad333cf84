"""Selective search: pieces merged, boxes proposed, things found among the first."""

import numpy as np
import pytest

from hocsau.detection import merge_regions, proposal_recall, segment, selective_search, similarity


def scene():
    """A face: a red disc with two eyes, and a blue box beside it, on grey."""
    image = np.full((48, 64, 3), 120.0)
    rows, columns = np.indices((48, 64))
    image[(rows - 24) ** 2 + (columns - 20) ** 2 < 15**2] = [200, 60, 50]
    for x in (14, 26):
        image[(rows - 20) ** 2 + (columns - x) ** 2 < 4**2] = [250, 250, 250]
    image[10:40, 44:60] = [40, 80, 200]
    return image + np.random.default_rng(0).normal(0, 3, image.shape)


THINGS = [[6, 10, 35, 39], [44, 10, 60, 40]]


def test_every_merge_is_the_most_alike_of_those_alive():
    image = scene()
    labels = segment(image, 100, 0.8, 10)
    regions = merge_regions(image, labels)
    count = int(labels.max()) + 1
    assert len(regions) == 2 * count - 1 and all(r.parents is None for r in regions[:count])
    alive = set(range(count))
    touching = {
        frozenset(pair)
        for here, there in ((labels[:, :-1], labels[:, 1:]), (labels[:-1], labels[1:]))
        for pair in zip(here[here != there].tolist(), there[here != there].tolist(), strict=True)
    }
    for made in range(count, len(regions)):
        i, j = regions[made].parents
        able = {pair: similarity(*(regions[k] for k in sorted(pair)), labels.size) for pair in touching}
        assert frozenset((i, j)) in able and able[frozenset((i, j))] == pytest.approx(max(able.values()))
        alive = alive - {i, j} | {made}
        touching = {frozenset(made if k in (i, j) else k for k in pair) for pair in touching}
        touching = {pair for pair in touching if len(pair) == 2}
    assert len(alive) == 1


def test_boxes_sizes_and_histograms_are_those_of_the_pixels():
    image = scene()
    labels = segment(image, 100, 0.8, 10)
    regions = merge_regions(image, labels)
    count = int(labels.max()) + 1
    pixels = [labels == k for k in range(count)]
    for region in regions[count:]:
        pixels.append(pixels[region.parents[0]] | pixels[region.parents[1]])
    for region, mask in zip(regions, pixels, strict=True):
        rows, columns = np.nonzero(mask)
        assert region.size == mask.sum()
        assert region.box == (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        counts = [
            np.bincount((image[..., c][mask] * 25 / 256).clip(0, 24).astype(int), minlength=25)
            for c in range(3)
        ]
        np.testing.assert_allclose(region.colour, np.concatenate(counts) / (3 * mask.sum()), atol=1e-12)
        assert region.colour.sum() == pytest.approx(1) and region.texture.sum() == pytest.approx(1)
    assert regions[-1].box == (0, 0, 64, 48)


def test_the_things_are_among_the_proposals():
    made = selective_search(scene(), least=10)
    assert len({tuple(box) for box in made.tolist()}) == len(made)
    recall = proposal_recall(made, THINGS, 0.7)
    assert recall[-1] == 1 and (np.diff(recall) >= 0).all()
    assert selective_search(scene(), least=10, limit=3).tolist() == made[:3].tolist()
    assert made[0].tolist() == [0, 0, 64, 48]  # the whole picture was made last


def test_recall_by_hand():
    proposals = [[0, 0, 1, 1], [0, 0, 10, 10], [20, 20, 30, 30]]
    truth = [[0, 0, 10, 9], [20, 20, 30, 31]]
    assert proposal_recall(proposals, truth).tolist() == [0, 0.5, 1]
    assert proposal_recall([], truth).tolist() == []


def test_a_flat_grey_picture():
    assert selective_search(np.zeros((8, 9))).tolist() == [[0, 0, 9, 8]]
    regions = merge_regions(np.zeros((2, 4)), np.array([[0, 0, 1, 1]] * 2))
    assert regions[2].parents == (0, 1) and similarity(regions[0], regions[1], 8) == pytest.approx(
        1 + 1 + 0 + 1
    )
    assert similarity(regions[0], regions[1], 8, ["colour"]) == pytest.approx(1)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: selective_search(np.zeros((4, 4)), []), "scales rỗng"),
        (lambda: selective_search(np.zeros((4, 4)), limit=0), "limit = 0"),
        (lambda: merge_regions(np.zeros((4, 4)), np.zeros((3, 3), int)), "cùng cỡ với ảnh"),
        (lambda: merge_regions(np.zeros((2, 2)), np.array([[0, 2], [2, 2]])), "đủ các số"),
        (lambda: merge_regions(np.zeros((2, 2)), np.zeros((2, 2), int), ["colours"]), "colour, texture"),
        (lambda: proposal_recall([[0, 0, 1, 1]], []), "truth rỗng"),
    ],
)
def test_what_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
