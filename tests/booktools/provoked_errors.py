"""The errors of book/common_errors.md that no cell can show: each is brought about here.

PROVOKED maps the message that the page quotes to a function of an empty folder; it returns what was said.
"""

import io
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from booktools.export.notebook import INSTALL

ROOT = Path(__file__).resolve().parents[2]
PROVOKED: dict[str, Callable[[Path], str]] = {}
BARE = [sys.executable, "-I", "-S"]  # a Python that nothing was installed into


def provokes(message: str) -> Callable:
    def keep(function: Callable[[Path], str]) -> Callable[[Path], str]:
        PROVOKED[message] = function
        return function

    return keep


def said(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What a command that fails, or only warns, prints."""
    ours = ("PIP_", "MAKE", "MFLAGS")  # what this machine, or the make that runs the tests, has set
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment = {"PYTHONUTF8": "1", "LC_ALL": "C", "PIP_CONFIG_FILE": os.devnull} | environment
    done = subprocess.run(
        command, cwd=cwd, env=kept | environment, capture_output=True, timeout=120, stdin=subprocess.DEVNULL
    )
    return (done.stdout + done.stderr).decode("utf-8", errors="replace")


def program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"there is no {name} here")
    return path


def linux() -> None:
    if sys.platform != "linux":
        pytest.skip("said in these words on Linux only")


def pip(folder: Path, *arguments: str, **environment: str) -> str:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    return said(*command, cwd=folder, **environment)


def wheel(folder: Path, name: str, version: str, *lines: str) -> str:
    """A package that holds nothing but its description."""
    path, inside = folder / f"{name}-{version}-py3-none-any.whl", f"{name}-{version}.dist-info"
    metadata = "\n".join(["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *lines, ""])
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{inside}/METADATA", metadata)
        archive.writestr(f"{inside}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{inside}/RECORD", "")
    return str(path)


@provokes("ModuleNotFoundError: No module named 'hocsau'")
def no_hocsau(folder: Path) -> str:
    return said(*BARE, "-c", "import hocsau", cwd=folder)


@provokes("RuntimeError: chưa cài được gói hocsau, nên các ô sau sẽ hỏng; pip nói lí do ở ngay trên")
def no_repository_in_colab(folder: Path) -> str:
    """The first cell of a notebook, as in Colab, after a pip that brought nothing."""
    cell = INSTALL.format(extra="torch", url="https://github.com/a/b")
    lines = [line for line in cell.splitlines() if not line.lstrip().startswith("%pip")]
    assert len(lines) == len(cell.splitlines()) - 1
    colab = "import sys; sys.modules['google.colab'] = sys\n"
    return said(*BARE, "-c", colab + "\n".join(lines), cwd=folder)


@provokes("ModuleNotFoundError: No module named 'sklearn'")
def no_sklearn(folder: Path) -> str:
    return said(*BARE, "-c", "import sklearn", cwd=folder)


@provokes("No module named pip")
def no_pip(folder: Path) -> str:
    return said(*BARE, "-m", "pip", cwd=folder)


@provokes("AttributeError: module 'numpy' has no attribute 'array'")
def a_file_named_numpy(folder: Path) -> str:
    (folder / "numpy.py").touch()
    (folder / "main.py").write_text("import numpy\nnumpy.array([1])\n")
    return said(sys.executable, "main.py", cwd=folder)


@provokes(
    "RuntimeError: An attempt has been made to start a new process before the current process has finished"
    " its bootstrapping phase."
)
def no_main_guard(folder: Path) -> str:
    code = 'import multiprocessing\nmultiprocessing.get_context("spawn").Process(target=print).start()\n'
    (folder / "main.py").write_text(code)
    return said(sys.executable, "main.py", cwd=folder)


@provokes("AssertionError: Torch not compiled with CUDA enabled")
def no_cuda(folder: Path) -> str:
    import torch

    if torch.version.cuda is not None:
        pytest.skip("this torch has CUDA")
    with pytest.raises(AssertionError) as caught:
        torch.ones(1).cuda()
    return f"AssertionError: {caught.value}"


@provokes(
    "RuntimeError: Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False"
)
def saved_on_a_gpu(folder: Path) -> str:
    import torch

    if torch.cuda.is_available():
        pytest.skip("there is a GPU here")
    file = io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch.serialization, "location_tag", lambda storage: "cuda:0")
        torch.save(torch.ones(1), file)
    file.seek(0)
    with pytest.raises(RuntimeError) as caught:
        torch.load(file)
    file.seek(0)
    assert torch.load(file, map_location="cpu") == torch.ones(1)  # what the page advises
    return f"RuntimeError: {caught.value}"


@provokes("PermissionError: [Errno 13] Permission denied")
def read_only(folder: Path) -> str:
    linux()
    (folder / "a.csv").touch(mode=0o444)
    nobody = "import os; os.geteuid() or os.setuid(65534); "
    return said(sys.executable, "-c", f"{nobody}open({str(folder / 'a.csv')!r}, 'w')", cwd=folder)


@provokes("OSError: [Errno 28] No space left on device")
def full_disk(folder: Path) -> str:
    linux()
    return said(sys.executable, "-c", "open('/dev/full', 'w', 1).write('a\\n')", cwd=folder)


@provokes("OSError: [Errno 98] Address already in use")
def port_in_use(folder: Path) -> str:
    linux()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        return said(sys.executable, "-m", "http.server", "--bind", "127.0.0.1", port, cwd=folder)


@provokes("error: externally-managed-environment")
def the_system_s_python(folder: Path) -> str:
    """The mark of PEP 668 lies beside the standard library of the system's Python; here, in `folder`."""
    (folder / "EXTERNALLY-MANAGED").write_text("[externally-managed]\nError=apt install python3-xyz\n")
    code = (
        "import sys, sysconfig; sys.prefix, path = sys.base_prefix, sysconfig.get_path; "
        f"there = lambda name, *a, **k: {str(folder)!r} if name == 'stdlib' else path(name, *a, **k); "
        "sysconfig.get_path = there; from pip._internal.cli.main import main; "
        "main(['install', '--dry-run', '--no-index', 'a'])"
    )
    return said(sys.executable, "-c", code, cwd=folder)


@provokes("ERROR: No matching distribution found for")
def unknown_package(folder: Path) -> str:
    return pip(folder, "install", "--no-index", "pytorch-khong-co")


@provokes("requires a different Python")
def package_for_another_python(folder: Path) -> str:
    return pip(folder, "install", "--dry-run", "--no-index", wheel(folder, "a", "1", "Requires-Python: >=99"))


@provokes("ERROR: ResolutionImpossible")
def quarrel(folder: Path) -> str:
    wheel(folder, "a", "1", "Requires-Dist: c==1")
    wheel(folder, "b", "1", "Requires-Dist: c==2")
    wheel(folder, "c", "1")
    wheel(folder, "c", "2")
    return pip(folder, "install", "--dry-run", "--no-index", "--find-links", str(folder), "a", "b")


@provokes("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.")
def wrong_hash(folder: Path) -> str:
    wheel(folder, "a", "1")
    (folder / "list.txt").write_text(f"a==1 --hash=sha256:{'0' * 64}\n")
    return pip(folder, "install", "--dry-run", "--no-index", "--find-links", str(folder), "-r", "list.txt")


@provokes("Read timed out.")
def silent_server(folder: Path) -> str:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        index = f"http://127.0.0.1:{server.getsockname()[1]}/"
        options = ("--timeout", "0.3", "--retries", "1", "--index-url", index)
        return pip(folder, "install", "--dry-run", *options, "a", NO_PROXY="127.0.0.1")


@provokes("conda: command not found")
def no_conda(folder: Path) -> str:
    linux()
    return said(program("bash"), "-c", "conda --version", cwd=folder, PATH=str(folder))


@provokes("make: command not found")
def no_make(folder: Path) -> str:
    linux()
    return said(program("bash"), "-c", "make book", cwd=folder, PATH=str(folder))


@provokes("make: *** No rule to make target 'book'")
def make_elsewhere(folder: Path) -> str:
    return said(program("make"), "book", cwd=folder)


@provokes("Không tìm thấy Python 3.11 đến 3.14")
def make_without_python(folder: Path) -> str:
    return said(program("make"), "-C", ROOT, "book", "PYTHON=false", cwd=folder)


@provokes("fatal: not a git repository")
def git_elsewhere(folder: Path) -> str:
    return said(program("git"), "status", cwd=folder, GIT_CEILING_DIRECTORIES=str(folder.parent))


@provokes("already exists and is not an empty directory.")
def clone_again(folder: Path) -> str:
    said(program("git"), "init", "--quiet", "there", cwd=folder)
    (folder / "hocsau").mkdir()
    (folder / "hocsau" / "README.md").touch()
    return said(program("git"), "clone", "there", "hocsau", cwd=folder)


@provokes("không tìm thấy Chromium, Chrome hay Edge để in PDF")
def no_browser(folder: Path) -> str:
    code = "from booktools.paper.pdf import browser_path; browser_path()"
    return said(sys.executable, "-c", code, cwd=folder, HOCSAU_CHROMIUM=str(folder / "none"))


def matplotlib(folder: Path, code: str) -> str:
    """Matplotlib without windows. It says so only where it believes in a screen: DISPLAY."""
    code = f"import matplotlib.pyplot as plt; {code}"
    return said(sys.executable, "-W", "always", "-c", code, cwd=folder, MPLBACKEND="agg", DISPLAY=":99")


@provokes("findfont: Font family 'UTM Avo' not found.")
def unknown_font(folder: Path) -> str:
    return matplotlib(folder, "plt.text(0, 0, 'a', family='UTM Avo'); plt.savefig('a.png')")


@provokes("UserWarning: FigureCanvasAgg is non-interactive, and thus cannot be shown")
def no_window(folder: Path) -> str:
    return matplotlib(folder, "plt.plot([1]); plt.show()")


@provokes("RuntimeWarning: More than 20 figures have been opened.")
def many_figures(folder: Path) -> str:
    return matplotlib(folder, "[plt.figure() for _ in range(21)]")
