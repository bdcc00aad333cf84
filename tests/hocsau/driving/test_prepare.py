import numpy as np
import pytest
import torch
from PIL import Image

from hocsau.driving import preprocess, to_input


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (2, 160, 320, 3), dtype=np.uint8)


def test_resize_is_that_of_torch(images):
    road = torch.from_numpy(images[:, 60:-25]).permute(0, 3, 1, 2).float()
    want = torch.nn.functional.interpolate(road, (66, 200), mode="bilinear", align_corners=False)
    got = preprocess(images, colour="rgb")
    assert np.abs(got - want.permute(0, 2, 3, 1).numpy()).max() <= 0.51


@pytest.mark.parametrize(
    ("rgb", "yuv"),
    [
        ((0, 0, 0), (0, 128, 128)),
        ((255, 255, 255), (255, 128, 128)),
        ((255, 0, 0), (76, 90, 255)),
        ((0, 255, 0), (150, 54, 0)),
        ((0, 0, 255), (29, 239, 103)),
    ],
)
def test_yuv_is_that_of_opencv(rgb, yuv):
    """The right-hand sides are what cv2.cvtColor(…, COLOR_RGB2YUV) 4.x prints."""
    image = np.full((160, 320, 3), rgb, dtype=np.uint8)
    assert np.abs(preprocess(image)[10, 10].astype(int) - yuv).max() <= 1


def test_sky_and_bonnet_are_cut_away(images):
    changed = images.copy()
    changed[:, :60] = 0
    changed[:, -25:] = 255
    assert (preprocess(changed) == preprocess(images)).all()
    changed[:, 60] = 0
    assert (preprocess(changed) != preprocess(images)).any()


def test_one_image_and_many_are_the_same(images):
    assert (preprocess(images)[1] == preprocess(images[1])).all()
    assert preprocess(images, (33, 100)).shape == (2, 33, 100, 3)


def test_input_is_between_minus_one_and_one_channels_first():
    image = np.zeros((66, 200, 3), dtype=np.uint8)
    image[3, 5, 2] = 255
    x = to_input(image)
    assert x.shape == (3, 66, 200) and x.dtype == np.float32
    assert x[2, 3, 5] == 1 and x.sum() == -(66 * 200 * 3 - 1) + 1


def test_other_sizes_are_refused(images):
    with pytest.raises(ValueError, match=r"cần uint8 \(…, 160, 320, 3\)"):
        preprocess(images[:, :100])
    with pytest.raises(ValueError, match="float64"):
        preprocess(images / 255)
    with pytest.raises(ValueError, match="'yuv' hoặc 'rgb'"):
        preprocess(images, colour="hsv")


def test_a_photo_survives(tmp_path, camera, track):
    from hocsau.driving import start

    image = camera.image(start(track, 60))
    small = preprocess(image, colour="rgb")
    want = np.asarray(Image.fromarray(image[60:-25]).resize((200, 66), Image.Resampling.BILINEAR))
    assert np.abs(small.astype(int) - want).mean() < 4  # Pillow also smooths
