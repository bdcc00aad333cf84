"""The repository's address: one place, what derives from it, and changing it everywhere."""

import shutil
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from booktools import repository
from booktools.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
NEW = "https://github.com/Lop-Hoc/sach.hay"


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)
    return done.stdout.decode("utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Every file of the project that git knows, in a repository of its own."""
    names = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tmp_path / name)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    return tmp_path


def small(tmp_path: Path, address: str, text: str = "") -> Path:
    (tmp_path / "pyproject.toml").write_text(f'[project.urls]\nRepository = "{address}"\n')
    (tmp_path / "README.md").write_text(text, encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
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


def test_without_a_checkout_the_installed_package_knows_the_address(tmp_path: Path):
    assert repository.url(tmp_path / "nowhere") == repository.url(ROOT)


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
def test_bad_address_is_refused_before_anything_changes(tmp_path: Path, address: str):
    root = small(tmp_path, "https://github.com/a/b")
    before = (root / "pyproject.toml").read_bytes()
    with pytest.raises(ValueError, match="Địa chỉ|Bỏ phần đuôi"):
        repository.set_url(address, root)
    assert (root / "pyproject.toml").read_bytes() == before


def test_no_file_keeps_the_old_address(copy: Path):
    """On a copy of the whole project: searched by git itself, in every form that the address takes."""
    owner, name = repository.url(copy).split("/")[-2:]
    changed = {path.relative_to(copy).as_posix() for path in repository.set_url(NEW, copy)}
    assert {"pyproject.toml", "README.md", "CITATION.cff"} <= changed
    assert repository.url(copy) == NEW
    hosts = ("github.com", "raw.githubusercontent.com", "colab.research.google.com/github")
    for form in (*(f"{host}/{owner}/{name}" for host in hosts), f"{owner}.github.io"):
        found = subprocess.run(["git", "-C", str(copy), "grep", "-liF", form], capture_output=True)
        assert found.stdout.decode() == "", f"{form} is still there"
    assert "git clone https://github.com/Lop-Hoc/sach.hay\n" in (copy / "README.md").read_text("utf-8")
    assert "https://lop-hoc.github.io/sach.hay/" in (copy / "README.md").read_text("utf-8")


def test_there_and_back_is_the_same(copy: Path):
    old = repository.url(copy)
    repository.set_url(NEW, copy)
    repository.set_url(old, copy)
    assert git(copy, "diff", "--stat", "--", ":!tests/booktools/test_repository.py") == ""
    assert repository.set_url(old, copy) == []


def test_longer_names_of_others_are_left_alone(tmp_path: Path):
    text = (
        "https://github.com/a/b https://github.com/a/b.git, (https://github.com/a/b). https://github.com/a/b/x\n"
        "https://github.com/a/b-c https://github.com/a/bc https://github.com/a/b.js https://github.com/ab/b\n"
    )
    root = small(tmp_path, "https://github.com/a/b", text)
    repository.set_url("https://github.com/a/b-c", root)
    first, second = (root / "README.md").read_text(encoding="utf-8").splitlines()
    assert first.count("https://github.com/a/b-c") == 4
    assert second == text.splitlines()[1]


def test_binary_files_and_other_encodings_are_left_alone(tmp_path: Path):
    root = small(tmp_path, "https://github.com/a/b")
    content = b"\xff\xfe https://github.com/a/b \x00"
    (root / "picture.png").write_bytes(content)
    git(root, "add", "-A")
    repository.set_url("https://github.com/c/d", root)
    assert (root / "picture.png").read_bytes() == content


def test_command_says_what_is_next_and_explains_a_bad_address(copy: Path, capsys, monkeypatch):
    monkeypatch.setattr("booktools.__main__.run.__defaults__", (copy,))
    assert main(["set-repository", NEW]) == 0
    assert "make notebooks book" in capsys.readouterr().out
    assert main(["set-repository", NEW + "/"]) == 1
    assert f"LỖI: Bỏ phần đuôi '/' hay '.git' của địa chỉ: {NEW}" in capsys.readouterr().err


def test_outside_git_is_explained(tmp_path: Path, monkeypatch):
    (tmp_path / "pyproject.toml").write_text('[project.urls]\nRepository = "https://github.com/a/b"\n')
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(ValueError, match="không phải kho git"):
        repository.set_url(NEW, tmp_path)
