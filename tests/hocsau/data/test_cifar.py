"""CIFAR-10: the binary records, the archive, and what is refused."""

import hashlib
import io
import tarfile

import numpy as np
import pytest

from hocsau.data import DataError, load, read_cifar10, sources
from hocsau.data.formats import cifar
from hocsau.data.sources import RemoteFile


def records(n, rng):
    labels = rng.integers(0, 10, (n, 1))
    return np.hstack([labels, rng.integers(0, 256, (n, 3072))]).astype(np.uint8)


def test_a_record_is_a_label_and_three_planes(tmp_path):
    written = records(3, np.random.default_rng(0))
    (tmp_path / "a.bin").write_bytes(written.tobytes())
    x, y = read_cifar10(tmp_path / "a.bin")
    assert x.shape == (3, 32, 32, 3) and x.dtype == np.uint8 and y.dtype == np.int64
    assert y.tolist() == written[:, 0].tolist()
    for n, row, column, channel in ((0, 0, 0, 0), (1, 5, 30, 1), (2, 31, 31, 2)):
        assert x[n, row, column, channel] == written[n, 1 + 1024 * channel + 32 * row + column]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda b: b[:-1], "bị cụt"),
        (lambda b: b + b"\0", "thừa 1 byte sau bản ghi thứ 2"),
        (lambda b: b"", "tệp rỗng"),
        (lambda b: b"\x0a" + b[1:], "bản ghi thứ 1 có nhãn 10"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path, change, said):
    content = records(2, np.random.default_rng(0)).tobytes()
    (tmp_path / "a.bin").write_bytes(change(content))
    with pytest.raises(DataError, match=said):
        read_cifar10(tmp_path / "a.bin")


def test_no_file(tmp_path):
    with pytest.raises(DataError, match="không có tệp"):
        read_cifar10(tmp_path / "a.bin")
    with pytest.raises(DataError, match="là thư mục"):
        read_cifar10(tmp_path)


def archive(path, contents):
    with tarfile.open(path, "w:gz") as tar:
        for name, content in contents.items():
            member = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


@pytest.fixture
def small(monkeypatch, tmp_path):
    """The archive with four records a file instead of ten thousand, and the registry that expects it."""
    monkeypatch.setattr(cifar, "BATCH", 4)
    rng = np.random.default_rng(1)
    contents = {name: records(4, rng).tobytes() for name in (*cifar.TRAIN, *cifar.TEST)}
    contents["batches.meta.txt"] = b"airplane\n"
    archive(tmp_path / "cifar-10-binary.tar.gz", contents)
    return tmp_path / "cifar-10-binary.tar.gz", contents


def test_the_archive_is_read_in_place(small, monkeypatch, tmp_path):
    path, contents = small
    from hocsau.data.cache import sha256_of

    file = RemoteFile("cifar10", path.name, sha256_of(path), (), path.stat().st_size)
    monkeypatch.setattr(sources, "PARTS", {**sources.PARTS, "cifar10": ((file,),)})
    monkeypatch.setenv("HOCSAU_DATA", str(tmp_path))
    data = load("cifar10", "full")
    assert data.train.x.shape == (20, 32, 32, 3) and data.test.x.shape == (4, 32, 32, 3)
    assert data.info.n == 24 and len(data.info.classes) == 10
    last = np.frombuffer(contents["data_batch_5.bin"], np.uint8).reshape(4, -1)
    assert data.train.y[-4:].tolist() == last[:, 0].tolist()
    assert [p.name for p in tmp_path.iterdir()] == [path.name]  # nothing was unpacked


def test_the_subset_is_the_beginning_of_the_archive_when_its_own_file_is_missing(
    small, monkeypatch, tmp_path
):
    from hocsau.data.cache import sha256_of
    from hocsau.data.sets import cifar10_subset

    path, contents = small
    whole = RemoteFile("cifar10", path.name, sha256_of(path), (), path.stat().st_size)
    first = b"".join(contents[name] for name in cifar.TRAIN)[: 6 * cifar.RECORD]
    own = RemoteFile("cifar10_subset", "six.bin", hashlib.sha256(first).hexdigest(), ())
    monkeypatch.setattr(sources, "PARTS", {**sources.PARTS, "cifar10_subset": ((own, whole),)})
    monkeypatch.setattr(cifar10_subset, "N", 6)
    monkeypatch.setenv("HOCSAU_DATA", str(tmp_path))
    long = load("cifar10_subset", "full")
    (tmp_path / "six.bin").write_bytes(first)
    short = load("cifar10_subset", "full")
    assert list(long.info.sha256) == [path.name] and list(short.info.sha256) == ["six.bin"]
    assert long.test is None and long.train.x.shape == (6, 32, 32, 3) and long.info.n == 6
    assert np.array_equal(long.train.x, short.train.x) and np.array_equal(long.train.y, short.train.y)


def test_a_damaged_archive_is_refused(small, tmp_path):
    path, contents = small
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match="cụt hoặc hỏng"):
        cifar.read_archive(path)
    archive(path, {name: c for name, c in contents.items() if name != "test_batch.bin"})
    with pytest.raises(DataError, match="thiếu test_batch"):
        cifar.read_archive(path)
    archive(path, contents | {"data_batch_2.bin": contents["data_batch_2.bin"] + b"\0"})
    with pytest.raises(DataError, match="data_batch_2.bin dài"):
        cifar.read_archive(path)
    with pytest.raises(DataError, match="không có tệp"):
        cifar.read_archive(tmp_path / "b.tar.gz")


@pytest.mark.real_data
def test_the_first_images_of_the_training_set(real):
    x, y = read_cifar10(real("cifar10-subset/data_batch_1_first4000.bin"))
    assert x.shape == (4000, 32, 32, 3)
    assert np.bincount(y).tolist() == [396, 366, 420, 384, 422, 393, 414, 385, 407, 413]
    assert y[:5].tolist() == [6, 9, 9, 4, 1]  # frog, truck, truck, deer, automobile
    # Ships and aeroplanes stand before sky and water: the blue of their images shows that the planes
    # were not taken for each other.
    blue = x[..., 2].mean((1, 2)).astype(float) - x[..., 0].mean((1, 2))
    assert blue[np.isin(y, [0, 8])].mean() > 5 + blue[np.isin(y, [3, 4, 5, 6])].mean()


@pytest.mark.real_data
def test_a_truncated_real_file_is_refused(real, tmp_path):
    content = real("cifar10-subset/data_batch_1_first4000.bin").read_bytes()
    (tmp_path / "cut.bin").write_bytes(content[:-100])
    with pytest.raises(DataError, match="bị cụt"):
        read_cifar10(tmp_path / "cut.bin")
