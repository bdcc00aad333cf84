"""The repository's address: one place, and what derives from it."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from booktools import repository


def small(tmp_path: Path, address: str) -> Path:
    (tmp_path / "pyproject.toml").write_text(f'[project.urls]\nRepository = "{address}"\n')
    return tmp_path


def test_addresses_derive_from_the_one_in_pyproject(tmp_path: Path):
    root = small(tmp_path, "https://github.com/A-b/c.d")
    assert repository.url(root) == "https://github.com/A-b/c.d"
    colab = "https://colab.research.google.com/github/A-b/c.d/blob/main/notebooks/ch03_x.ipynb"
    assert repository.colab("ch03_x", root) == colab
    assert repository.edit("book/ch03_x", root) == "https://github.com/A-b/c.d/edit/main/book/ch03_x.md"
    assert repository.raw("data/a b.csv", root) == (
        "https://raw.githubusercontent.com/A-b/c.d/main/data/a%20b.csv"
    )
    assert repository.pages_url(root) == "https://a-b.github.io/c.d/"
    issue = repository.issue("Chương 3 & 4", root)
    assert issue.startswith("https://github.com/A-b/c.d/issues/new?template=book-error.yml&title=L%E1%BB%97i")
    assert parse_qs(urlsplit(issue).query)["page"] == ["Chương 3 & 4"] and issue.isascii()
    assert repository.pages_url(small(tmp_path, "https://github.com/A/a.github.io")) == "https://a.github.io/"


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/a/b/",
        "https://github.com/a/b.git",
        "http://github.com/a/b",
        "https://github.com/a",
        "https://github.com/a/b/tree/main",
        "https://github.com/-a/b",
        "https://github.com/a/..",
        "https://github.com/a/b c",
        "https://github.com/a/b\n",
        "https://example.org/a/b",
        "git@github.com:a/b",
        "",
    ],
)
def test_bad_address_is_refused(address: str):
    with pytest.raises(ValueError, match="Địa chỉ|Bỏ phần đuôi"):
        repository.parse(address)
