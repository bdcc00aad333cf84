"""Where the book lives on GitHub: `[project.urls] Repository` in pyproject.toml is the one place for it."""

import re
import tomllib
from pathlib import Path
from urllib.parse import quote, urlencode

from booktools import ROOT

BRANCH = "main"
ISSUE_FORM = "book-error.yml"  # its field `page` takes the page's name
_URL = re.compile(
    r"https://github\.com/(?P<owner>[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38})/(?P<name>[A-Za-z0-9._-]{1,100})"
)


def parse(url: str) -> tuple[str, str]:
    """Return (owner, name), or say in Vietnamese what is wrong with `url`."""
    if url.endswith(("/", ".git")):
        raise ValueError(f"Bỏ phần đuôi '/' hay '.git' của địa chỉ: {url.rstrip('/').removesuffix('.git')}")
    match = _URL.fullmatch(url)
    if match is None or match["name"] in {".", ".."}:
        raise ValueError(f"Địa chỉ kho mã phải có dạng https://github.com/chủ/tên, không phải {url!r}")
    return match["owner"], match["name"]


def url(root: Path = ROOT) -> str:
    """Return the repository's address, e.g. https://github.com/hocsau/hocsau."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)["project"]["urls"]["Repository"]
    parse(found)
    return found


def colab(name: str, root: Path = ROOT) -> str:
    """Return the address that opens notebooks/<name>.ipynb in Colab."""
    return _colab_base(url(root)) + f"/blob/{BRANCH}/notebooks/{quote(name)}.ipynb"


def edit(page: str, root: Path = ROOT) -> str:
    """Return the address that edits the source of `page` (a docname such as book/ch03_linear_regression)."""
    return f"{url(root)}/edit/{BRANCH}/{quote(page)}.md"


def issue(page: str, root: Path = ROOT) -> str:
    """Return the address of a new issue about `page`: the form for the book, with its page filled in."""
    filled = {"template": ISSUE_FORM, "title": f"Lỗi trong sách: {page}", "page": page}
    return f"{url(root)}/issues/new?" + urlencode(filled, quote_via=quote)


def raw(path: str, root: Path = ROOT) -> str:
    """Return the address of a file as it is."""
    return _raw_base(url(root)) + f"/{BRANCH}/{quote(path)}"


def pages_url(root: Path = ROOT) -> str:
    """Return the address of the published book, with a slash at its end."""
    return _pages_base(url(root)) + "/"


def _colab_base(address: str) -> str:
    return "https://colab.research.google.com/github/" + "/".join(parse(address))


def _raw_base(address: str) -> str:
    return "https://raw.githubusercontent.com/" + "/".join(parse(address))


def _pages_base(address: str) -> str:
    owner, name = parse(address)
    site = f"{owner.lower()}.github.io"
    return f"https://{site}" if name.lower() == site else f"https://{site}/{name}"
