"""Where the book lives on GitHub: `[project.urls] Repository` in pyproject.toml is the one place for it."""

import os
import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parents[2]
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
    pyproject = root / "pyproject.toml"
    if pyproject.is_file():
        found = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["urls"]["Repository"]
    else:  # installed from a wheel: the same line travels in the package's metadata
        lines = metadata.metadata("hocsau").get_all("Project-URL", [])
        found = dict(line.split(", ", 1) for line in lines)["Repository"]
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


def _derived(address: str) -> list[str]:
    return [address, _colab_base(address), _raw_base(address), _pages_base(address)]


def set_url(new: str, root: Path = ROOT) -> list[Path]:
    """Put `new` in pyproject.toml and in every file that spells the old address out; return those files."""
    parse(new)
    old = url(root)
    pairs = [
        # An address ends where no more of a name can follow: hocsau/hocsau-vi is somebody else's.
        (re.compile(re.escape(before) + r"(?![\w-]|\.(?!git\b)\w)", re.IGNORECASE), after)
        for before, after in zip(_derived(old), _derived(new), strict=True)
    ]
    changed: dict[Path, str] = {}
    for path in _tracked(root):
        try:
            text = before = path.read_bytes().decode("utf-8")
        except (UnicodeDecodeError, OSError):
            continue  # a picture, or a file deleted but not yet committed
        for pattern, after in pairs:
            text = pattern.sub(after, text)
        if text != before:
            changed[path] = text
    pyproject = root / "pyproject.toml"
    # pyproject.toml goes last: stopped half-way, the command still knows the old address and can run again.
    for path in sorted(changed, key=lambda path: path == pyproject):
        _write(path, changed[path])
    return sorted(changed)


def _tracked(root: Path) -> list[Path]:
    """List what git tracks or would track: never .venv, _build or other ignored files."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listing = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    except (OSError, subprocess.CalledProcessError):
        raise ValueError(f"Cần git và một bản clone của kho mã: {root} không phải kho git") from None
    return [root / name for name in listing.stdout.split("\0") if name]


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(text.encode("utf-8"))
    temporary.chmod(path.stat().st_mode)
    os.replace(temporary, path)
