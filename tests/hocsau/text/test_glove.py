"""The reader of GloVe's text: what is right, and every wrong line named."""

import numpy as np
import pytest

from hocsau.errors import DataError
from hocsau.text import nearest_words, read_glove

GOOD = "the 0.1 -0.2 3\nof 1e-3 2 4\nngày 0 0 1\n"


@pytest.fixture
def glove(tmp_path):
    def write(content):
        path = tmp_path / "glove.txt"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def test_words_and_vectors(glove):
    words, vectors = read_glove(glove(GOOD))
    assert words == ["the", "of", "ngày"] and vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, [[0.1, -0.2, 3], [1e-3, 2, 4], [0, 0, 1]], rtol=1e-6)
    assert read_glove(glove(GOOD.replace("\n", " \r\n")))[0] == words
    assert read_glove(glove(GOOD), keep={"of", "x"})[1].shape == (1, 3)
    assert read_glove(glove(GOOD), keep=set())[1].shape == (0, 3)
    assert read_glove(glove(GOOD), limit=2)[0] == ["the", "of"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (GOOD + "và 1 2\n", "dòng 4: 'và' có 2 số; cần 1 từ, 3 số"),
        (GOOD + "và 1 2 3 4\n", "dòng 4: 'và' có 4 số"),
        (GOOD + "\n", "dòng 4: '' có 0 số"),
        (GOOD + "và 1 hai 3\n", "dòng 4: 'hai' không phải số"),
        (GOOD + "và 1 nan 3\n", "dòng 4: 'nan'"),
        (GOOD + "và 1 1e39 3\n", "dòng 4: '1e39'"),
        (GOOD + "of 1 2 3\n", "dòng 4: từ 'of' đã có ở dòng 2"),
        ("the\n", "dòng 1: 'the' có 0 số"),
        ("", "rỗng"),
        (b"the 1 2\n\xff\xfe 1 2\n", "không phải chữ UTF-8"),
    ],
)
def test_wrong_lines_are_named(glove, content, message):
    with pytest.raises(DataError, match=message):
        read_glove(glove(content))


def test_no_file_and_no_limit(tmp_path, glove):
    with pytest.raises(DataError, match="không đọc được"):
        read_glove(tmp_path / "none.txt")
    with pytest.raises(DataError):
        read_glove(tmp_path)
    with pytest.raises(ValueError, match="limit"):
        read_glove(glove(GOOD), limit=0)


@pytest.mark.real_data
def test_king_minus_man_plus_woman(monkeypatch, real):
    from hocsau.data import load

    real("glove50/glove50_top12k.npz")
    data = load("glove50", "full").train
    place = {word: k for k, word in enumerate(data.x)}
    for a, b, c, d in (("man", "king", "woman", "queen"), ("france", "paris", "vietnam", "hanoi")):
        ids = [place[word] for word in (a, b, c)]
        query = data.y[ids[1]] - data.y[ids[0]] + data.y[ids[2]]
        assert data.x[nearest_words(data.y, query, 1, skip=ids)[0][0]] == d
