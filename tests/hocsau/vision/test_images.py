import io
import re
import struct
import warnings
import zlib

import cv2
import numpy as np
import pytest
from PIL import Image

from hocsau.errors import DataError
from hocsau.vision import images as module
from hocsau.vision import read_image, to_grey, write_image


def test_grey_agrees_with_opencv(photo):
    ours = to_grey(photo).astype(int)
    assert np.abs(ours - cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY)).max() <= 1  # OpenCV rounds in fixed point
    assert to_grey(photo / 255).dtype == np.float64


def test_what_is_written_is_read_back(photo, tmp_path):
    path = tmp_path / "ảnh.png"
    write_image(photo, path)
    np.testing.assert_array_equal(read_image(path), photo)
    np.testing.assert_array_equal(read_image(path.read_bytes(), grey=True), to_grey(photo))
    assert [p.name for p in tmp_path.iterdir()] == ["ảnh.png"]


def test_a_photo_taken_sideways_is_turned_upright(photo, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turn 90° clockwise to see it upright
    Image.fromarray(photo).save(tmp_path / "a.png", exif=exif)
    np.testing.assert_array_equal(read_image(tmp_path / "a.png"), np.rot90(photo, -1))


def test_transparency_becomes_white():
    content = io.BytesIO()
    Image.new("RGBA", (2, 1), (255, 0, 0, 0)).save(content, "PNG")
    np.testing.assert_array_equal(read_image(content.getvalue()), np.full((1, 2, 3), 255))


def test_bad_files_are_refused(tmp_path, photo, monkeypatch):
    with pytest.raises(DataError, match="không có tệp"):
        read_image(tmp_path / "none.png")
    (tmp_path / "a.png").write_bytes(b"this is not a picture")
    with pytest.raises(DataError, match="không đọc được như một ảnh"):
        read_image(tmp_path / "a.png")
    content = io.BytesIO()
    Image.fromarray(photo).save(content, "JPEG")
    with pytest.raises(DataError, match="cắt cụt"):
        read_image(content.getvalue()[: len(content.getvalue()) // 2])
    monkeypatch.setattr(module, "MAX_PIXELS", 1000)
    with pytest.raises(DataError, match="điểm ảnh; tối đa 1 000"):
        read_image(content.getvalue())


def test_wrong_arrays_are_refused(tmp_path):
    with pytest.raises(ValueError, match="cần ảnh màu"):
        to_grey(np.zeros((3, 3)))
    with pytest.raises(ValueError, match="cần ảnh xám"):
        to_grey(np.zeros((3, 3, 4)))
    with pytest.raises(ValueError, match="cần uint8"):
        write_image(np.zeros((3, 3)), tmp_path / "a.png")


@pytest.mark.parametrize("name", ["a.xyz", "a", "a.psd", "a.PNG.txt"])
def test_an_unknown_suffix_is_refused(tmp_path, photo, name):
    with pytest.raises(ValueError, match="không phải định dạng ảnh ghi được"):
        write_image(photo, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_capital_suffixes_are_known(tmp_path, photo):
    write_image(photo, tmp_path / "a.PNG")
    np.testing.assert_array_equal(read_image(tmp_path / "a.PNG"), photo)


def test_more_than_eight_bits_are_not_cut_silently(tmp_path):
    deep = np.arange(600, dtype=np.uint16).reshape(20, 30) * 100
    Image.fromarray(deep).save(tmp_path / "a.png")
    with pytest.raises(DataError, match="hơn 8 bit"):
        read_image(tmp_path / "a.png")
    Image.fromarray(deep.astype(np.float32)).save(tmp_path / "a.tiff")
    with pytest.raises(DataError, match="hơn 8 bit"):
        read_image(tmp_path / "a.tiff")


def png(pixels, depth, colour, transparent=None):
    """A PNG file written by hand: (H, W) or (H, W, C) whole numbers of `depth` bits."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    lines = b""
    for row in np.asarray(pixels):
        bits = "".join(format(int(value), f"0{depth}b") for value in row.ravel())
        lines += b"\0" + int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    height, width = np.asarray(pixels).shape[:2]
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    value = b"" if transparent is None else chunk(b"tRNS", struct.pack(">H", transparent))
    return b"\x89PNG\r\n\x1a\n" + head + value + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("colour", "channels"), [(0, 1), (2, 3), (4, 2), (6, 4)])
def test_sixteen_bits_are_not_cut_silently(colour, channels):
    with pytest.raises(DataError, match="hơn 8 bit"):
        read_image(png(np.full((2, 3, channels), 3000), 16, colour))
    read_image(png(np.full((2, 3, channels), 30), 8, colour))


@pytest.mark.parametrize("compression", [1, 5, 8])
def test_sixteen_bits_of_other_formats(compression):
    deep = np.full((4, 5, 3), 3000, np.uint16)
    files = [
        cv2.imencode(".tiff", deep, [cv2.IMWRITE_TIFF_COMPRESSION, compression])[1].tobytes(),
        cv2.imencode(".ppm", deep)[1].tobytes(),
        b"P3 1 1 65535 1 2 3",
        b"P5 1 1 65535 12",
    ]
    for content in files:
        with pytest.raises(DataError, match="hơn 8 bit"):
            read_image(content)
    eight = cv2.imencode(".tiff", (deep // 16).astype(np.uint8))[1].tobytes()
    assert read_image(eight)[0, 0].tolist() == [187, 187, 187]
    assert read_image(b"P6 1 1 255\n\1\2\3").tolist() == [[[1, 2, 3]]]


@pytest.mark.parametrize("depth", [1, 2, 4, 8])
@pytest.mark.parametrize("transparent", [None, 0, 1])
def test_grey_of_few_bits_with_a_transparent_value(depth, transparent):
    values = np.arange(2**depth)[None]
    expected = values * 255 // (2**depth - 1)
    if transparent is not None:
        expected[0, transparent] = 255  # white
    found = read_image(png(values, depth, 0, transparent))
    np.testing.assert_array_equal(found, np.repeat(expected[..., None], 3, axis=2))


def test_errors_of_other_libraries_are_not_shown(tmp_path, photo):
    content = io.BytesIO()
    Image.fromarray(photo).save(content, "PNG")
    for spoilt in (b"", b"x", content.getvalue()[:60], content.getvalue()[:-40]):
        with pytest.raises(DataError) as caught:
            read_image(spoilt)
        assert not re.search("cannot|file|broken|truncated|bytes", str(caught.value))
    with pytest.raises(DataError, match="là thư mục"):
        read_image(tmp_path)
    huge = png(np.zeros((1, 1)), 8, 0).replace(struct.pack(">II", 1, 1), struct.pack(">II", 99999, 99999))
    head = huge[12:29]
    with pytest.raises(DataError, match="quá nhiều điểm ảnh; tối đa 64 000 000"):
        read_image(huge.replace(huge[29:33], struct.pack(">I", zlib.crc32(head)), 1))


@pytest.mark.parametrize(
    ("name", "shape"),
    [("a.jpg", (2, 65_501)), ("a.webp", (16_384, 2)), ("a.gif", (65_536, 1)), ("a.ico", (300, 300))],
)
def test_a_picture_that_the_format_cannot_hold_is_refused(tmp_path, name, shape):
    with pytest.raises(ValueError, match=f"{name}: ảnh .* quá lớn"):
        write_image(np.zeros(shape, np.uint8), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_is_our_error(tmp_path):
    with pytest.raises(DataError, match="không ghi được"):
        write_image(np.zeros((2, 2), np.uint8), tmp_path / "none" / "a.png")
    with pytest.raises(ValueError, match="cần mảng numpy"):
        write_image([[1]], tmp_path / "a.png")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM", "TGA", "ICO", "SGI"])
def test_spoilt_files_give_a_picture_or_our_error(kind):
    rng = np.random.default_rng(0)
    content = io.BytesIO()
    Image.fromarray(rng.integers(0, 255, (20, 30, 3), dtype=np.uint8)).save(content, kind)
    refused = 0
    for _ in range(80):
        spoilt = bytearray(content.getvalue())
        for _ in range(rng.integers(1, 6)):
            spoilt[rng.integers(min(60, len(spoilt)))] = rng.integers(256)
        if rng.random() < 0.3:
            spoilt = spoilt[: rng.integers(1, len(spoilt))]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own, about the tags
            try:
                pixels = read_image(bytes(spoilt))
            except DataError as error:
                assert "ảnh" in str(error)
                refused += 1
            else:
                assert pixels.dtype == np.uint8 and pixels.ndim == 3 and pixels.shape[2] == 3
    assert refused > 10
