"""Pictures, idx and CIFAR files."""

import gzip
import io
import math
import zlib

import cv2
import numpy as np
from judge import agree, read
from mutate import spoil
from PIL import Image

from hocsau.data.formats.cifar import RECORD, read_cifar10
from hocsau.data.formats.idx import DTYPES, read_idx
from hocsau.vision import read_image

FORMATS = ("PNG", "PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")


def picture(rng, path):
    shape = (int(rng.integers(1, 12)), int(rng.integers(1, 12)), 3)
    pixels = rng.integers(0, 256, shape[: rng.integers(2, 4)], dtype=np.uint8)
    kind = str(rng.choice(FORMATS))
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, kind)
    whole = rng.random() < 0.2
    path.write_bytes(content.getvalue() if whole else spoil(rng, content.getvalue(), 6))
    return lambda: _check_picture(path, pixels if whole and kind in ("PNG", "BMP", "TIFF", "PPM") else None)


def _check_picture(path, expected):
    found = read(path, read_image, room=600_000_000)  # a header may claim 64 million points
    if found is not None:
        agree(found.dtype == np.uint8 and found.ndim == 3 and found.shape[2] == 3, f"{found.shape}")
    if expected is not None:
        theirs = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)[..., ::-1]
        colours = expected if expected.ndim == 3 else np.repeat(expected[..., None], 3, axis=2)
        agree(found is not None and np.array_equal(found, colours), "not the picture that was written")
        agree(np.array_equal(found, theirs), "OpenCV reads another picture")


def idx(rng, path):
    code = int(rng.choice(list(DTYPES)))
    shape = tuple(int(n) for n in rng.integers(0, 5, rng.integers(1, 4)))
    dtype = np.dtype(DTYPES[code])
    body = rng.integers(0, 100, shape).astype(dtype).tobytes()
    content = bytes([0, 0, code, len(shape)]) + b"".join(n.to_bytes(4, "big") for n in shape) + body
    if rng.random() < 0.5:
        content = spoil(rng, content, 2)
    if rng.random() < 0.4:
        content = gzip.compress(content, mtime=0)
        if rng.random() < 0.5:
            content = spoil(rng, content, 2)
    path.write_bytes(content)
    return lambda: _check_idx(path)


def _strict_idx(content):
    """None when anything is odd."""
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error):
            return None
    if len(content) < 4 or content[:2] != b"\0\0" or content[2] not in DTYPES or not 1 <= content[3] <= 16:
        return None
    start = 4 + 4 * content[3]
    shape = [int.from_bytes(content[i : i + 4], "big") for i in range(4, start, 4)]
    dtype = np.dtype(DTYPES[content[2]])
    if len(content) < start or len(content) - start != math.prod(shape) * dtype.itemsize:
        return None
    return np.frombuffer(content[start:], dtype).reshape(shape)


def _check_idx(path):
    found, strict = read(path, read_idx), _strict_idx(path.read_bytes())
    if found is not None:
        agree(strict is not None, "accepted, and a strict reader refuses")
        agree(np.array_equal(found, strict, equal_nan=found.dtype.kind == "f"), "other numbers")


def cifar(rng, path):
    records = rng.integers(0, 10, (int(rng.integers(1, 3)), RECORD), dtype=np.uint8)
    content = records.tobytes()
    path.write_bytes(spoil(rng, content, 2) if rng.random() < 0.7 else content)
    return lambda: _check_cifar(path)


def _check_cifar(path):
    found, content = read(path, read_cifar10), path.read_bytes()
    if found is not None:
        table = np.frombuffer(content, np.uint8).reshape(-1, RECORD)
        agree(np.array_equal(found[1], table[:, 0]) and table[:, 0].max() < 10, "other labels")
        agree(np.array_equal(found[0][..., 0].reshape(len(table), -1), table[:, 1:1025]), "another red")
