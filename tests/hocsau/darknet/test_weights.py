""".weights: every byte written is read back; short, long and hostile files are refused."""

import numpy as np
import pytest

from hocsau.darknet import Weights, folded, plan, read_cfg, read_weights, write_weights, yolov4_tiny_cfg
from hocsau.darknet.weights import sizes
from hocsau.errors import DataError

LAYERS = plan(read_cfg(yolov4_tiny_cfg(2, height=64, width=64, multiplier=0.0625)))


def drawn(version=(0, 2, 5), seed=0):
    rng = np.random.default_rng(seed)
    layers = {
        i: {name: (np.abs(rng.normal(size=shape)) + 0.1).astype(np.float32) for name, shape in parts}
        for i, parts in sizes(LAYERS).items()
    }
    return Weights(layers, version, 123_456)


@pytest.fixture
def path(tmp_path):
    write_weights(tmp_path / "a.weights", drawn(), LAYERS)
    return tmp_path / "a.weights"


def test_a_file_of_ours_is_read_to_the_last_byte(path):
    weights = drawn()
    count = sum(a.size for arrays in weights.layers.values() for a in arrays.values())
    content = path.read_bytes()
    assert len(content) == 20 + 4 * count
    again = read_weights(path, LAYERS)
    assert again.version == (0, 2, 5) and again.seen == 123_456
    for i, arrays in weights.layers.items():
        for name, values in arrays.items():
            np.testing.assert_array_equal(again.layers[i][name], values)
    write_weights(path, again, LAYERS)
    assert path.read_bytes() == content


def test_the_bytes_lie_in_darknets_order(path):
    """Layer 0 by hand: 20 bytes of header, then beta, gamma, mean, variance, kernel."""
    numbers, first = np.frombuffer(path.read_bytes()[20:], "<f4"), drawn().layers[0]
    f = len(first["bias"])
    order = [first["bias"], first["scale"], first["mean"], first["variance"], first["kernel"].ravel()]
    np.testing.assert_array_equal(numbers[: 4 * f + first["kernel"].size], np.concatenate(order))
    last = drawn().layers[36]
    assert set(last) == {"bias", "kernel"}
    np.testing.assert_array_equal(numbers[-last["kernel"].size :], last["kernel"].ravel())


def test_the_old_header_is_shorter(tmp_path):
    write_weights(tmp_path / "old", drawn((0, 1, 0)), LAYERS)
    write_weights(tmp_path / "new", drawn((0, 2, 0)), LAYERS)
    assert (tmp_path / "new").stat().st_size - (tmp_path / "old").stat().st_size == 4
    assert read_weights(tmp_path / "old", LAYERS).seen == 123_456


def test_a_file_of_the_first_layers_is_read_with_upto(path, tmp_path):
    short = {i: arrays for i, arrays in drawn().layers.items() if i < 29}
    count = sum(a.size for arrays in short.values() for a in arrays.values())
    part = tmp_path / "a.conv.29"
    part.write_bytes(path.read_bytes()[: 20 + 4 * count])
    assert set(read_weights(part, LAYERS, upto=29).layers) == set(short)
    with pytest.raises(DataError, match="giữa tầng 29"):
        read_weights(part, LAYERS)


@pytest.mark.parametrize("length", [0, 3, 15, 19, 20, 1000, -4, -1])
def test_a_truncated_file_is_refused(path, length):
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(DataError, match=r"byte|cắt cụt"):
        read_weights(path, LAYERS)


def test_a_longer_file_and_another_cfg_are_refused(path):
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(DataError, match="thừa 1 byte"):
        read_weights(path, LAYERS)
    with pytest.raises(DataError):
        read_weights(path, plan(read_cfg(yolov4_tiny_cfg(1, height=64, width=64, multiplier=0.0625))))


def test_nan_negative_variance_and_nonsense_are_refused(path, tmp_path):
    content = bytearray(path.read_bytes())
    broken = bytes(content[:20]) + np.float32(np.nan).tobytes() + bytes(content[24:])
    path.write_bytes(broken)
    with pytest.raises(DataError, match="NaN"):
        read_weights(path, LAYERS)
    path.write_bytes(b"\xff" * 400)
    with pytest.raises(DataError, match="vô lí"):
        read_weights(path, LAYERS)
    with pytest.raises(DataError, match="không đọc được"):
        read_weights(tmp_path / "none.weights", LAYERS)


def test_writing_checks_layers_and_shapes(tmp_path):
    weights = drawn()
    missing = Weights({i: a for i, a in weights.layers.items() if i})
    with pytest.raises(DataError, match="các tầng"):
        write_weights(tmp_path / "a", missing, LAYERS)
    weights.layers[0]["scale"] = weights.layers[0]["scale"][:-1]
    with pytest.raises(DataError, match="tầng 0: scale cần shape"):
        write_weights(tmp_path / "a", weights, LAYERS)
    assert not (tmp_path / "a").exists()


def test_folding_by_hand():
    weights = drawn()
    made = folded(weights, LAYERS)
    a = weights.layers[0]
    slope = a["scale"] / np.sqrt(a["variance"] + 1e-5)
    np.testing.assert_allclose(made[0]["kernel"][1], slope[1] * a["kernel"][1], rtol=1e-5)
    np.testing.assert_allclose(made[0]["bias"], a["bias"] - slope * a["mean"], rtol=1e-4, atol=1e-6)
    np.testing.assert_array_equal(made[36]["kernel"], weights.layers[36]["kernel"])
