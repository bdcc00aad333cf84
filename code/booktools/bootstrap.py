"""Make .venv and install the book's packages into it: the first half of `make book` and `make test`.

Run by any Python (`python3 -I code/booktools/bootstrap.py test`), before anything is installed: standard
library only, and syntax that an older Python can read, so that it can say in Vietnamese that it is too old.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MINIMUM = (3, 11)
EXTRAS = ("book", "test")  # each holds the one before
STAMP = "hocsau-setup.json"


class SetupError(Exception):
    """Something the reader can mend; the message says how."""


def check_python(version: tuple = tuple(sys.version_info[:3])) -> None:
    if tuple(version[:2]) < MINIMUM:
        raise SetupError(
            "Cần Python {}.{} trở lên; bản đang chạy là {} ({}).\n"
            "Cài bản mới từ python.org (hoặc bằng pyenv, conda, brew), rồi chạy lại lệnh này.\n"
            "Nếu đã có bản mới ở chỗ khác, hãy chỉ cho make: make book PYTHON=/đường/dẫn/python3.12".format(
                MINIMUM[0], MINIMUM[1], ".".join(map(str, version)), sys.executable
            )
        )


def venv_python(venv: Path) -> Path:
    """Return the interpreter inside `venv`, where this system puts it."""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def run(command: list, **options: object) -> None:
    subprocess.run([str(part) for part in command], check=True, **options)


def make_venv(venv: Path) -> Path:
    """Make `venv` unless one that works is there already; return its Python."""
    python = venv_python(venv)
    if python.exists():
        probe = f"import sys, pip; sys.exit(sys.version_info < {MINIMUM!r})"
        if subprocess.run([str(python), "-c", probe], stderr=subprocess.DEVNULL).returncode == 0:
            return python
        print(f"{venv.name} bị hỏng hoặc dùng Python quá cũ: tạo lại từ đầu.", flush=True)
    elif venv.exists() and any(venv.iterdir()) and not (venv / "pyvenv.cfg").exists():
        raise SetupError(f"{venv} đã có nhưng không phải môi trường Python; hãy đổi tên hoặc xoá nó.")
    print("Tạo môi trường {} bằng Python {}.{}.{} …".format(venv.name, *sys.version_info[:3]), flush=True)
    try:
        run([sys.executable, "-m", "venv", "--clear", venv], stdout=subprocess.DEVNULL)
    except subprocess.CalledProcessError:
        shutil.rmtree(venv, ignore_errors=True)  # half an environment would look whole the next time
        raise SetupError(
            "Không tạo được môi trường ảo. Trên Debian/Ubuntu hãy chạy: sudo apt install python3-venv\n"
            "rồi chạy lại lệnh này."
        ) from None
    return python


def wanted_key(root: Path) -> str:
    """Hash what decides the installed packages, and the folder that the editable install points to."""
    digest = hashlib.sha256(str(root).encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def read_stamp(venv: Path) -> dict:
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and stamp.get("extra") in EXTRAS else {}


def pinned(package: str, constraints: Path) -> str:
    """Return `package==version` as constraints.txt pins it."""
    match = re.search(rf"(?mi)^{re.escape(package)}==\S+", constraints.read_text(encoding="utf-8"))
    if match is None:
        raise SetupError(f"constraints.txt thiếu dòng {package}==…")
    return match.group()


def install_commands(python: Path, root: Path, extra: str, torch_index: str) -> list:
    """Return the pip commands, in order.

    The torch build is taken first, alone and without its dependencies: `--index-url` then does not fall back
    to PyPI (a missing CPU build is an error, not gigabytes of CUDA), and that index need hold nothing else.
    The second command keeps it, since 2.13.0+cpu satisfies torch==2.13.0, and brings its dependencies.
    """
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-input"]
    commands = []
    if torch_index:
        torch = pinned("torch", root / "constraints.txt")
        commands.append([*pip, "--no-deps", "--force-reinstall", "--index-url", torch_index, torch])
    commands.append([*pip, "-c", root / "constraints.txt", "-e", f"{root}[{extra}]"])
    return commands


def setup(extra: str, torch_index: str = "", root: Path = ROOT) -> bool:
    """Bring .venv to what `extra` needs; return False when it was there already."""
    check_python()
    venv = root / ".venv"
    python = make_venv(venv)
    stamp, key = read_stamp(venv), wanted_key(root)
    same_torch = torch_index in ("", stamp.get("torch_index"))
    if stamp and EXTRAS.index(stamp["extra"]) > EXTRAS.index(extra):
        extra = stamp["extra"]  # never leave the test packages behind at an older pin
    if stamp.get("key") == key and stamp["extra"] == extra and same_torch:
        return False
    print("Cài các gói Python vào .venv (lần đầu mất vài phút, cần mạng) …", flush=True)
    (venv / STAMP).unlink(missing_ok=True)
    for command in install_commands(python, root, extra, "" if same_torch else torch_index):
        try:
            run(command)
        except subprocess.CalledProcessError:
            raise SetupError(
                "pip không cài được các gói; lí do ở ngay trên. Kiểm tra mạng rồi chạy lại.\n"
                "Mạng tốt mà vẫn vậy: các gói có bản cho Python 3.11 đến 3.14, đây là bản {}.{}.\n"
                "Cần đổi bản thì xoá thư mục .venv, rồi gõ make book PYTHON=python3.13\n"
                "(Windows: py -3.13 code\\booktools\\bootstrap.py book).".format(*sys.version_info[:2])
            ) from None
    record = {"key": key, "extra": extra, "torch_index": torch_index or stamp.get("torch_index", "")}
    (venv / STAMP).write_text(json.dumps(record), encoding="utf-8")
    return True


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    parser = argparse.ArgumentParser(description="Tạo .venv và cài các gói mà sách cần.")
    parser.add_argument("extra", choices=EXTRAS, help="book: để dựng sách; test: thêm các gói để kiểm thử")
    parser.add_argument("--torch-index", default="", help="địa chỉ pip lấy torch (bản CPU cho Linux)")
    arguments = parser.parse_args()
    try:
        setup(arguments.extra, arguments.torch_index)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
