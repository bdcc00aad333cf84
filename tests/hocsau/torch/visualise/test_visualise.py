"""The five ways to look inside, on the learned network that the book ships, against what they must mean."""

import numpy as np
import pytest
import torch
from matplotlib.figure import Figure

from hocsau.data import load
from hocsau.torch import SmallVGG
from hocsau.torch.inputs import grey_input
from hocsau.torch.shipped import load_shipped
from hocsau.torch.visualise import (
    class_images,
    climb,
    draw_class_images,
    draw_feature_maps,
    draw_filter_images,
    draw_occlusion,
    draw_saliency,
    feature_maps,
    filter_images,
    occlusion_map,
    saliency,
)
from hocsau.torch.visualise.occlusion import extent

IMAGE = (1, 28, 28)
CLOTHES = load("clothes")
SHOE, SHIRT = (grey_input(CLOTHES.test.x[CLOTHES.test.y == kind])[n] for kind, n in ((7, 2), (0, 1)))


@pytest.fixture(scope="module")
def network():
    return load_shipped("clothes-cnn")


def rng():
    return np.random.default_rng(0)


def colour_network():
    return SmallVGG((3, 8, 8), 4, blocks=(3, 3), rng=rng()).eval()


def test_feature_maps_are_what_the_layer_gives(network):
    maps = feature_maps(network, SHOE, "block1-conv1")
    weight, bias = network.get_submodule("block1-conv1").parameters()
    wanted = torch.relu(torch.nn.functional.conv2d(SHOE[None], weight, bias, padding=1))[0]
    np.testing.assert_allclose(maps, wanted.detach().numpy(), atol=1e-6)
    figure, grid = draw_feature_maps(network, SHOE.numpy(), "block1-conv1", [2, 0], columns=2)
    assert [ax.get_title() for ax in grid.ravel()] == ["kênh 2", "kênh 0"]
    assert isinstance(figure, Figure)


def test_climbing_raises_the_score_and_keeps_the_bounds(network):
    images, history = filter_images(network, "block2-conv2", [2, 3], image=IMAGE, rng=rng(), steps=30)
    assert images.shape == (2, *IMAGE) and history.shape == (31, 2)
    assert (history[-1] > 2 * history[0]).all() and images.min() >= 0 and images.max() <= 1
    score = feature_maps(network, images[1], "block2-conv2")[3].mean()
    assert score == pytest.approx(history[-1, 1], rel=1e-4)


def test_images_climb_side_by_side_without_touching(network):
    def score(x):
        return network(x)[:, 0]

    start = rng().normal(0.5, 0.1, size=(2, *IMAGE))

    class Fixed:
        def __init__(self, values):
            self.values = values

        def normal(self, middle, width, size):
            return self.values

    both, _ = climb(network, score, (2, *IMAGE), rng=Fixed(start), steps=5)
    alone, _ = climb(network, score, (1, *IMAGE), rng=Fixed(start[1:]), steps=5)
    np.testing.assert_allclose(both[1:], alone, atol=1e-4)


def test_one_step_of_a_linear_score_is_the_formula():
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(4, 1, bias=False)).double()
    w = model[1].weight.detach().reshape(1, 1, 2, 2).numpy()
    start = rng().normal(0.0, 0.2, size=(1, 1, 2, 2))  # bounds None: middle 0, width 0.2
    found, history = climb(
        model,
        lambda x: model(x)[:, 0],
        (1, 1, 2, 2),
        rng=rng(),
        steps=1,
        learning_rate=0.3,
        blur=0,
        bounds=None,
    )
    np.testing.assert_allclose(found, start + 0.3 * w / np.sqrt((w**2).mean()), rtol=1e-6)
    assert history[0, 0] == pytest.approx((start * w).sum())


def test_class_images_convince_the_network(network):
    images, chances = class_images(network, [1, 5], image=IMAGE, rng=rng(), steps=60, decay=0.05)
    with torch.no_grad():
        assert network(torch.tensor(images)).argmax(dim=1).tolist() == [1, 5]
    assert (chances > 0.9).all()
    _, grid = draw_class_images(network, CLOTHES.info.classes, [1, 5], image=IMAGE, rng=rng(), steps=1)
    assert [ax.get_title() for ax in grid.ravel()] == ["quần dài", "sandal"]
    with pytest.raises(ValueError, match="names có 3 tên; model có 10 lớp"):
        draw_class_images(network, ["a", "b", "c"], image=IMAGE, rng=rng(), steps=1)


def test_occlusion_by_hand(network):
    heat, label = occlusion_map(network, SHOE, size=8, stride=4, value=0.0, batch_size=5)
    assert heat.shape == (6, 6) and label == 7
    covered = SHOE.clone()[None]
    covered[:, :, 12:20, 8:16] = 0
    with torch.no_grad():
        wanted = torch.softmax(network(covered), dim=1)[0, 7].item()
    assert heat[3, 2] == pytest.approx(wanted, abs=1e-6) and wanted < 0.1
    other, _ = occlusion_map(network, SHOE, 5, size=8, stride=4, value=0.0)
    assert other[3, 2] > 0.9  # without that part it is a sandal


def test_occluding_what_is_already_blank_changes_nothing(network):
    heat, label = occlusion_map(network, SHIRT, size=2, stride=26, value=0.0)
    with torch.no_grad():
        before = torch.softmax(network(SHIRT[None]), dim=1)[0, label].item()
    assert heat[0, 0] == pytest.approx(before, abs=1e-6)


def test_the_map_lies_where_the_squares_were():
    left, right, bottom, top = extent(SHOE, np.zeros((6, 6)), size=8, stride=4)
    assert (left + 2, top + 2) == (3.5, 3.5)  # the middle of the first square: pixels 0 to 7
    assert (right - 2, bottom - 2) == (23.5, 23.5)


def test_saliency_is_the_gradient_of_the_logit():
    network = colour_network().double()
    x = torch.tensor(rng().random((3, 8, 8)))
    sensitive, label = saliency(network, x, 2)
    assert label == 2 and sensitive.shape == (8, 8)
    measured = np.zeros((3, 8, 8))
    for place in np.ndindex(3, 8, 8):
        nudge = torch.zeros_like(x)
        nudge[place] = 1e-6
        with torch.no_grad():
            up, down = (network((x + s * nudge)[None])[0, 2].item() for s in (1, -1))
        measured[place] = (up - down) / 2e-6
    np.testing.assert_allclose(sensitive, np.abs(measured).max(axis=0), rtol=1e-5, atol=1e-8)


def test_figures_of_a_colour_network():
    network, x = colour_network(), torch.rand(3, 8, 8)
    for figure, _ in (
        draw_feature_maps(network, x, "block1-conv2", None),
        draw_filter_images(network, "block1-conv1", 2, image=(3, 8, 8), rng=rng(), steps=1),
        draw_occlusion(network, x, size=3, stride=1),
        draw_saliency(network, x),
    ):
        figure.draw_without_rendering()


def test_nothing_changes_in_the_model(network):
    before = {name: t.clone() for name, t in network.state_dict().items()}
    network.train()
    draw_occlusion(network, SHOE, stride=10)
    draw_saliency(network, SHOE)
    filter_images(network, "block1-conv1", 1, image=IMAGE, rng=rng(), steps=1)
    assert network.training and all(p.requires_grad and p.grad is None for p in network.parameters())
    network.eval()
    assert all(torch.equal(t, before[name]) for name, t in network.state_dict().items())


def test_bad_input_is_refused(network):
    def refused(said, function, *arguments, **options):
        with pytest.raises(ValueError, match=said):
            function(network, *arguments, **options)

    refused("cần một ảnh", saliency, torch.zeros(28, 28))
    refused("cần một ảnh", saliency, torch.zeros(2, 1, 28, 28))
    refused("như ảnh chia 255", saliency, np.zeros(IMAGE, np.uint8))
    refused("NaN hoặc vô hạn", saliency, np.full(IMAGE, np.nan, np.float32))
    refused("label có 10; cần các số nguyên từ 0 đến 9", saliency, SHOE, 10)
    refused("ô che từ 1 đến 28", occlusion_map, SHOE, size=29)
    refused("stride từ 1", occlusion_map, SHOE, stride=0)
    refused("channels = 0; cần từ 1 trở lên", draw_feature_maps, SHOE, "block1-conv1", 0)
    refused("channels có -1", draw_feature_maps, SHOE, "block1-conv1", [-1])
    refused("channels rỗng", draw_feature_maps, SHOE, "block1-conv1", [])
    refused("không có tầng 'block9-conv1'", feature_maps, SHOE, "block9-conv1")
    score = lambda x: network(x)[:, 0]  # noqa: E731
    refused("cần \\(N, C, H, W\\)", climb, score, IMAGE, rng=rng())
    refused("steps = 0", climb, score, (1, *IMAGE), rng=rng(), steps=0)
    refused("blur = 1", climb, score, (1, *IMAGE), rng=rng(), blur=1)
    refused("số đầu phải nhỏ hơn", climb, score, (1, *IMAGE), rng=rng(), bounds=(1.0, 0.0))
    refused(r"score trả về shape \(1, 10\)", climb, network, (1, *IMAGE), rng=rng())
    refused("thành NaN", climb, lambda x: score(x) * np.nan, (1, *IMAGE), rng=rng())
