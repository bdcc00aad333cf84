"""read_idx: a bijection between well-formed files and arrays, an error for every other file."""

import gzip
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hocsau.data import DataError, read_idx

CODES = {"u1": 8, "i1": 9, "i2": 11, "i4": 12, "f4": 13, "f8": 14}
IMAGES = np.arange(2 * 3 * 4, dtype="u1").reshape(2, 3, 4)
relaxed = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
arrays = st.sampled_from(sorted(CODES)).flatmap(
    lambda kind: hnp.arrays(kind, hnp.array_shapes(min_dims=1, max_dims=4, max_side=4))
)


def encode(array):
    """The format written down a second time, from its description and not from the reader."""
    kind = array.dtype.str[1:]
    head = struct.pack(f">BBBB{array.ndim}I", 0, 0, CODES[kind], array.ndim, *array.shape)
    return head + array.astype(">" + kind).tobytes()


@pytest.fixture
def write(tmp_path):
    def write(content, name="tệp idx"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@relaxed
@given(array=arrays, packed=st.booleans())
def test_round_trip(write, array, packed):
    content = encode(array)
    found = read_idx(write(gzip.compress(content) if packed else content))
    np.testing.assert_array_equal(found, array)
    assert found.dtype == array.dtype and found.dtype.isnative
    assert found.flags.writeable and found.flags.c_contiguous


@relaxed
@given(array=arrays, data=st.data())
def test_damaged_bytes_give_an_error_or_exactly_what_they_say(write, array, data):
    content = bytearray(encode(array))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1)) if content else 0
        kind = data.draw(st.sampled_from(["cut", "change", "insert", "append"]))
        if kind == "cut":
            del content[at:]
        elif kind == "change" and content:
            content[at] = data.draw(st.integers(0, 255))
        elif kind == "insert":
            content.insert(at, data.draw(st.integers(0, 255)))
        else:
            content += data.draw(st.binary(min_size=1, max_size=9))
    try:
        found = read_idx(write(bytes(content)))
    except DataError:
        return
    assert encode(found) == bytes(content)


@relaxed
@given(content=st.binary(max_size=200), start=st.sampled_from([b"", b"\0\0\x08", b"\x1f\x8b\x08\0"]))
def test_any_bytes_give_an_array_or_a_data_error(write, content, start):
    try:
        found = read_idx(write(start + content))
    except DataError:
        return
    if start != b"\x1f\x8b\x08\0":
        assert encode(found) == start + content


@pytest.mark.parametrize("cut", range(1, 60, 4))
def test_a_truncated_gzip_is_refused(write, cut):
    with pytest.raises(DataError):
        read_idx(write(gzip.compress(encode(IMAGES))[:-cut]))


def test_a_wrong_gzip_checksum_is_refused(write):
    packed = bytearray(gzip.compress(encode(IMAGES)))
    packed[-6] ^= 1  # CRC-32 of the content
    with pytest.raises(DataError, match="gzip bị cụt hoặc hỏng"):
        read_idx(write(bytes(packed)))


@pytest.mark.parametrize("flag", [0x02, 0x20, 0x40, 0x80])  # a checksum of the header that is wrong; reserved
def test_flags_of_gzip_that_cannot_be_are_refused(write, flag):
    packed = bytearray(gzip.compress(encode(IMAGES)))
    packed[3] |= flag
    if flag == 0x02:
        packed[10:10] = b"\0\0"
    assert gzip.decompress(bytes(packed)) == encode(IMAGES)  # Python's own reader takes them
    with pytest.raises(DataError, match="gzip bị cụt hoặc hỏng"):
        read_idx(write(bytes(packed)))


BAD = [
    (b"", "chỉ có 0 byte"),
    (b"\0\0", "chỉ có 2 byte"),
    (b"\0\0\x08\x03\0\0", "cụt ngay trong phần khai 3 chiều"),
    (b"\0\1\x08\x01\0\0\0\1a", "không phải tệp idx"),
    (b"\0\0\x0a\x01\0\0\0\1a", "không phải tệp idx"),
    (b"\0\0\x08\x00", "không phải tệp idx"),
    (b"\0\0\x08\xff" + b"\0\0\0\1" * 255 + b"a", "không phải tệp idx"),
    (b"\x89PNG\r\n", "không phải tệp idx"),
    (b"\0\0\x08\x01\0\0\0\0", "không chứa phần tử nào"),
    (encode(IMAGES) + b"\0", "thừa byte"),
    (encode(IMAGES)[:-1], "bị cụt"),
    # mtime: the names of the tests hold these bytes, and parallel workers must agree on the names.
    (gzip.compress(encode(IMAGES) + b"\0", mtime=0), "thừa byte"),
    (gzip.compress(encode(IMAGES)[:-1], mtime=0), "bị cụt"),
]


@pytest.mark.parametrize(("content", "message"), BAD)
def test_bad_files_are_refused(write, content, message):
    with pytest.raises(DataError, match=message):
        read_idx(write(content))


def peak_of(call):
    tracemalloc.start()
    try:
        with pytest.raises(DataError) as caught:
            call()
        return tracemalloc.get_traced_memory()[1], str(caught.value)
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "shape", [(2**31,), (2**32 - 1,) * 3, (60_000, 28, 28), (2**16, 2**16, 2**16, 2**16), (1 << 28,)]
)
def test_huge_claims_take_no_memory(write, shape, packed):
    content = struct.pack(f">BBBB{len(shape)}I", 0, 0, 8, len(shape), *shape) + b"\0" * 1000
    path = write(gzip.compress(content) if packed else content)
    peak, message = peak_of(lambda: read_idx(path))
    assert peak < 1e6, message


def test_a_gzip_bomb_is_read_no_further_than_its_claim(write):
    bomb = gzip.compress(encode(IMAGES) + bytes(200_000_000), compresslevel=1)
    path = write(bomb)
    del bomb
    peak, message = peak_of(lambda: read_idx(path))
    assert "thừa byte" in message and peak < 5e6


def test_not_a_file(tmp_path):
    with pytest.raises(DataError, match="không có tệp"):
        read_idx(tmp_path / "không có")
    with pytest.raises(DataError, match="là thư mục"):
        read_idx(tmp_path)
