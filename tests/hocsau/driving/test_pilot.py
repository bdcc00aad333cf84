import numpy as np
import pytest
import torch

from hocsau.driving import preprocess, to_input
from hocsau.driving.pilot import load_pilot, save_pilot
from hocsau.errors import DataError
from hocsau.nn.storage import load_arrays, save_arrays
from hocsau.torch import PilotNet


@pytest.fixture
def network():
    return PilotNet(rng=np.random.default_rng(0)).eval()


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (3, 160, 320, 3), dtype=np.uint8)


def test_saved_and_loaded_it_answers_the_same(network, images, tmp_path):
    save_pilot(tmp_path / "p.npz", network)
    pilot = load_pilot(tmp_path / "p.npz")
    want = network(torch.from_numpy(to_input(preprocess(images)))).detach().numpy()
    assert pilot.steer(images) == pytest.approx(np.clip(want, -1, 1), abs=1e-6)
    assert pilot(images[1]) == pytest.approx(float(np.clip(want[1], -1, 1)), abs=1e-5)


def test_half_precision_is_half_the_file_and_nearly_the_same(network, images, tmp_path):
    save_pilot(tmp_path / "a.npz", network)
    save_pilot(tmp_path / "b.npz", network, np.float16)
    small, large = ((tmp_path / f"{n}.npz").stat().st_size for n in "ba")
    assert small < 0.52 * large < 600_000
    one, two = (load_pilot(tmp_path / f"{n}.npz").steer(images) for n in "ab")
    assert two == pytest.approx(one, abs=5e-3)


def test_steering_is_within_the_wheel(network, images):
    from hocsau.driving.pilot import Pilot

    with torch.no_grad():
        network.linear4.bias.fill_(9)
    assert (Pilot(network).steer(images) == 1).all()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda a: a.pop("format"), "không phải tệp pilotnet"),
        (lambda a: a.pop("conv2.bias"), "conv2.bias trong tệp: không có"),
        (lambda a: a.update(extra=np.zeros(2, np.float32)), "extra trong tệp: .*PilotNet cần: không có"),
        (lambda a: a.update({"linear4.bias": np.zeros(2, np.float32)}), r"linear4.bias trong tệp: \(2,\)"),
        (lambda a: a.update({"linear4.bias": np.full(1, np.nan)}), "hữu hạn"),
        (lambda a: a.update({"linear4.bias": np.array(["x"])}), "hữu hạn"),
    ],
)
def test_another_file_is_refused(network, tmp_path, change, says):
    save_pilot(tmp_path / "p.npz", network)
    arrays = load_arrays(tmp_path / "p.npz")
    change(arrays)
    save_arrays(tmp_path / "q.npz", arrays)
    with pytest.raises(DataError, match=says):
        load_pilot(tmp_path / "q.npz")


def test_keras_files_and_missing_ones(tmp_path):
    with pytest.raises(DataError, match="không nhận tệp .h5"):
        load_pilot(tmp_path / "model.h5")
    with pytest.raises(DataError, match="không có tệp"):
        load_pilot(tmp_path / "none.npz")
