"""The live segmenter: numpy computes what torch does, dabs brighten once, and the words count."""

import numpy as np
import torch

from hocsau.live import unet
from hocsau.torch.models import segmenter
from hocsau.torch.shipped import load_shipped


def test_numpy_and_torch_agree():
    network = load_shipped("cells-unet").double()
    for image in unet.pictures().values():
        x = torch.from_numpy((image[None, None] - unet.MEAN) / unet.SCALE)
        with torch.no_grad():
            theirs = network(x)[0, 0].numpy()
        np.testing.assert_allclose(unet.logits(image), theirs, atol=1e-9)
    assert (unet.MEAN, unet.SCALE) == (segmenter.MEAN, segmenter.SCALE)


def test_the_page_gets_every_weight_once():
    data = unet.page_data()
    assert sum(size for _, size in data["shapes"]) == 29_321
    assert len(data["weights"]) < 80_000 and set(data["pictures"]) == set(unet.controls()["sample"].values)


def test_a_dab_brightens_and_two_on_one_place_are_one():
    image = unet.pictures()[unet.EMPTY]
    once, twice = unet.dabbed(image, [(20, 30)]), unet.dabbed(image, [(20, 30), (20, 30)])
    np.testing.assert_array_equal(once, twice)
    assert once[20, 30] == image[20, 30] + unet.BRIGHT and once[20, 40] == image[20, 40]
    np.testing.assert_array_equal(unet.dabbed(image, []), image)


def test_an_empty_ground_stays_nearly_empty_and_two_dabs_are_found():
    empty = unet.pictures()[unet.EMPTY]
    assert unet.answer(empty, 0.5)[0].mean() < 0.02
    mask, said = unet.answer(unet.dabbed(empty, [(18, 18), (45, 44)]), 0.5)
    assert mask[18, 18] and mask[45, 44] and not mask[18, 44] and "2 mảng" in said


def test_a_higher_level_paints_less():
    image = unet.pictures()["ảnh 1"]
    counts = [unet.answer(image, level)[0].sum() for level in (0.1, 0.5, 0.9)]
    assert counts == sorted(counts, reverse=True) and counts[-1] > 100
    figure, said = unet.draw(0.5, "ảnh 1")
    assert said.startswith("Mạng tô") and figure.axes
