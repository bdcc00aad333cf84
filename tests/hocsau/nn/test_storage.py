"""Saving and loading: nothing but the arrays that were saved ever comes back."""

import io
import re
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from hocsau import nn
from hocsau.errors import DataError
from hocsau.nn.storage import load_arrays, save_arrays


def network(seed=0, width=4):
    rng = np.random.default_rng(seed)
    return nn.Sequential(
        nn.Linear(3, width, rng=rng),
        nn.BatchNorm1d(width),
        nn.ReLU(),
        nn.Linear(width, 2, rng=rng, dtype=np.float32),
    )


def unchanged(model, before):
    return all(a.tobytes() == before[name].tobytes() for name, a in model.state_dict().items())


@pytest.fixture
def saved(tmp_path):
    model = network()
    model(np.random.default_rng(2).normal(size=(6, 3)))  # the running statistics move
    model.save(tmp_path / "model.npz")
    return model, tmp_path / "model.npz"


def test_a_model_comes_back_with_its_buffers(saved):
    model, path = saved
    other = network(1)
    assert other.load(path) is other
    assert unchanged(other, model.state_dict())
    with np.load(path, allow_pickle=False) as arrays:  # readable without hocsau
        assert set(arrays.files) == set(model.state_dict())


def test_the_same_model_makes_the_same_bytes(saved, tmp_path):
    model, path = saved
    model.save(tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == path.read_bytes()


ARRAYS = [
    np.arange(6.0).reshape(2, 3),
    np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    np.array(2.5),
    np.zeros((0, 3)),
    np.array(True),
    np.array("chữ Việt"),
    np.arange(5, dtype=np.uint8),
    np.array([np.nan, -0.0, np.inf], np.float32),
]


def test_arrays_of_every_kind(tmp_path):
    state = {f"a.{i}": a for i, a in enumerate(ARRAYS)} | {"file": np.ones(2), "self": np.ones(1)}
    save_arrays(tmp_path / "a.npz", state)
    back = load_arrays(tmp_path / "a.npz")
    assert list(back) == list(state)
    for name, a in state.items():
        assert (
            back[name].dtype == a.dtype
            and back[name].shape == a.shape
            and back[name].tobytes() == a.tobytes()
        )


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (lambda: nn.Sequential(nn.Linear(3, 4, rng=np.random.default_rng(0))), "thừa 1.bias"),
        (lambda: nn.Sequential(*network().layers, nn.BatchNorm1d(2)), "thiếu 4.bias"),
        (lambda: network(width=5), r"0.weight có shape \(3, 4\); model cần \(3, 5\)"),
    ],
)
def test_another_model_is_refused_by_name_and_left_alone(saved, other, words):
    model = other()
    before = model.state_dict()
    with pytest.raises(DataError, match=words):
        model.load(saved[1])
    assert unchanged(model, before)


def test_every_truncation_is_refused(saved):
    model, path = saved
    whole, before = path.read_bytes(), model.state_dict()
    for length in [*range(0, 200), *range(200, len(whole), 37), len(whole) - 1]:
        path.write_bytes(whole[:length])
        with pytest.raises(DataError):
            model.load(path)
    assert unchanged(model, before)


def test_a_changed_byte_is_refused_or_changes_nothing(tmp_path):
    state = {"w": np.arange(3.0), "b": np.ones(2)}
    path = tmp_path / "a.npz"
    save_arrays(path, state)
    whole, refused = path.read_bytes(), 0
    for place in range(len(whole)):
        for flip in (1, 128):
            damaged = bytearray(whole)
            damaged[place] ^= flip
            path.write_bytes(damaged)
            try:
                back = load_arrays(path)
            except DataError:
                refused += 1
            else:  # the byte was a date or an attribute: the arrays must be intact
                same = {name: a.tobytes() for name, a in back.items()}
                assert same == {name: a.tobytes() for name, a in state.items()} or set(same) != set(state), (
                    place
                )
    assert refused > len(whole)


def write_npz(path, **members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)


def npy(array, allow_pickle=False):
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, allow_pickle=allow_pickle)
    return buffer.getvalue()


class Bomb:
    def __reduce__(self):
        return (pytest.fail, ("the pickle was opened",))


def test_pickles_are_never_opened(tmp_path):
    path = tmp_path / "a.npz"
    write_npz(path, w=npy(np.array([Bomb()], dtype=object), allow_pickle=True))
    with pytest.raises(DataError, match="chứa pickle"):
        load_arrays(path)
    path.write_bytes(__import__("pickle").dumps({"w": 1}))
    with pytest.raises(DataError, match="không phải tệp .npz"):
        load_arrays(path)
    with pytest.raises(ValueError, match="object"):
        save_arrays(path, {"w": np.array([None])})


def member(header, data=b"", version=b"\x01\0"):
    """A .npy with this header, whatever it says."""
    raw = header.encode("utf-8")
    length = len(raw).to_bytes(2 if version[0] == 1 else 4, "little")
    return b"\x93NUMPY" + version + length + raw + data


def header(descr="'<f8'", shape="(3,)", order="False"):
    return f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}\n"


EIGHT = bytes(8)
ODD_SHAPES = ("(9999999999,)", "(-1, -3)", "(2,)", "('a',)", "(1e9,)", "(3)", "(03,)", "[3]", "(3L,)")


@pytest.mark.parametrize(
    "content",
    [
        *(
            member(header(shape=shape), 3 * EIGHT)
            for shape in (
                "(9999999999,)",
                "(-1, -3)",
                "(2,)",
                "('a',)",
                "(1e9,)",
                "(3)",
                "(03,)",
                "[3]",
                "(3L,)",
            )
        ),
        member(header("'<f2'", "(2147483648,)"), EIGHT),  # asks for 4 GiB
        member(header(shape="(0, 999999999999999999)")),  # no byte, and longer than any address
        member(header(shape="(" + "1, " * 40 + "3)"), 3 * EIGHT),
        member(header("('<f4', (0,))", "(3,)")),  # a sub-array
        member(header("('<f4', (2,))", "(3,)"), 3 * EIGHT),
        member(header("[('a', '<f8')]"), 3 * EIGHT),
        member(header("'<U999999999'", "(0,)")),
        member(header("'<U0'", "(3,)")),
        member(header("'<f16'", "(1,)"), 2 * EIGHT),
        member(header("'|V8'"), 3 * EIGHT),
        member(header("'<f8'", order="1"), 3 * EIGHT),
        member(header().replace("'shape'", "'shap'"), 3 * EIGHT),
        member(header("-" * 9000 + "1"), 3 * EIGHT),  # ast.literal_eval may end the interpreter
        member("(" * 9000, 3 * EIGHT),
        member("[" * 200 + "]" * 200, 3 * EIGHT),
        member(header(), 3 * EIGHT, b"\x03\0"),
        member(header(), 3 * EIGHT)[:40],
        member(header("'|b1'"), b"\0\1\2"),
        member(header("'<U1'", "(1,)"), (0x110000).to_bytes(4, "little")),
        member(header("'<U1'", "(1,)"), (0xD800).to_bytes(4, "little")),
        b"",
        b"PK",
    ],
)
def test_a_header_that_lies_is_refused_by_file_and_array(tmp_path, content):
    path = tmp_path / "a.npz"
    write_npz(path, w=content)
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match=r"a\.npz: mảng 'w\.npy'") as caught:
            load_arrays(path)
        assert tracemalloc.get_traced_memory()[1] < 10 * path.stat().st_size + 500_000
    finally:
        tracemalloc.stop()
    assert not re.search(r"[Ee]rror|expected|could not|invalid", str(caught.value))


def test_headers_of_both_versions_are_read(tmp_path):
    data = np.arange(3.0).tobytes()
    for version in (b"\x01\0", b"\x02\0"):
        write_npz(tmp_path / "a.npz", w=member(header(), data, version))
        (back,) = load_arrays(tmp_path / "a.npz").values()
        assert back.tolist() == [0, 1, 2] and back.flags.writeable


def change_directory(path, offset, value):
    """Write into the first entry of the central directory."""
    content = bytearray(path.read_bytes())
    start = content.index(b"PK\1\2") + offset
    content[start : start + len(value)] = value
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("offset", "value"),
    [
        (20, (2**31).to_bytes(4, "little") * 2),  # both lengths
        (24, (7).to_bytes(4, "little")),  # one of them
        (42, (2**31).to_bytes(4, "little")),  # where it begins
        (8, b"\1"),  # needs a password
        (8, b"\0\x08"),  # says UTF-8, and the name is not
        (10, b"\x63"),  # another compression
    ],
)
def test_a_damaged_directory_is_refused(tmp_path, offset, value):
    write_npz(tmp_path / "a.npz", w=npy(np.arange(3.0)))
    if offset == 8 and len(value) == 2:
        change_directory(tmp_path / "a.npz", 46, b"\xff")
    change_directory(tmp_path / "a.npz", offset, value)
    with pytest.raises(DataError, match=r"a\.npz"):
        load_arrays(tmp_path / "a.npz")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_arrays_of_one_name_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("w.npy", npy(np.zeros(3)))
        archive.writestr("w.npy", npy(np.ones(3)))
    with pytest.raises(DataError, match="cùng tên 'w.npy'"):
        load_arrays(tmp_path / "a.npz")


def test_what_could_not_be_read_is_not_written(tmp_path):
    for odd in (
        np.zeros(2, "V8"),
        np.zeros(2, [("a", "f4")]),
        np.zeros(2, "M8[s]"),
        np.zeros(2, np.longdouble),
    ):
        with pytest.raises(ValueError, match="chỉ ghi được"):
            save_arrays(tmp_path / "a.npz", {"w": odd})
    assert not list(tmp_path.iterdir())


def test_a_number_too_large_for_the_model_changes_nothing(tmp_path):
    model = nn.Linear(2, 2, rng=np.random.default_rng(0), dtype=np.float32)
    before = model.state_dict()
    save_arrays(tmp_path / "a.npz", {"weight": np.full((2, 2), 1e300), "bias": np.zeros(2)})
    with pytest.raises(DataError, match="weight"):
        model.load(tmp_path / "a.npz")
    assert unchanged(model, before)


def test_shipped_networks_are_read_as_numpy_reads_them():
    for name in ("driving-pilot", "clothes-cnn-network", "mnist-cnn-weights"):
        path = Path(__file__).parents[3] / "book" / "results" / f"{name}.npz"
        ours = load_arrays(path)
        with np.load(path, allow_pickle=False) as theirs:
            assert set(ours) == set(theirs.files)
            for key, a in ours.items():
                assert a.dtype == theirs[key].dtype and a.tobytes() == theirs[key].tobytes()


def test_packed_files_are_refused_unread(tmp_path):
    np.savez_compressed(tmp_path / "a.npz", w=np.zeros(10**6))
    with pytest.raises(DataError, match="nén"):
        load_arrays(tmp_path / "a.npz")


def test_paths_that_cannot_be_are_refused(tmp_path):
    model = network()
    for path, words in [
        (tmp_path / "model", ".npz"),
        (tmp_path / "none" / "model.npz", "không có thư mục"),
    ]:
        with pytest.raises(DataError, match=words):
            model.save(path)
    (tmp_path / "folder.npz").mkdir()
    with pytest.raises(DataError, match="không ghi được"):
        model.save(tmp_path / "folder.npz")
    for path in (tmp_path / "none.npz", tmp_path):
        with pytest.raises(DataError, match="không có tệp"):
            model.load(path)
    assert [p.name for p in tmp_path.iterdir()] == ["folder.npz"]


def test_an_interrupted_save_keeps_the_old_file(saved, monkeypatch):
    model, path = saved
    before = path.read_bytes()

    def full(*arguments, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hocsau.nn.storage.npy_writer.write_array", full)
    with pytest.raises(DataError, match="No space"):
        model.save(path)
    assert path.read_bytes() == before and list(path.parent.iterdir()) == [path]
