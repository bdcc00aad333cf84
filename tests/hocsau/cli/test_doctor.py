"""`hocsau doctor`: each thing that can be wrong is seen, and its remedy is named."""

import shutil
import subprocess
import sys
from importlib import metadata

import pytest

from hocsau.cli import main
from hocsau.doctor import browser as browser_check
from hocsau.doctor import data as data_check
from hocsau.doctor import diagnose, doctor, hardware, packages, pictures, place, report
from hocsau.doctor.finding import BAD, NOTE, OK, Finding


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch, tmp_path):
    for name in ("HOCSAU_DATA", "HOCSAU_PROFILE", "HOCSAU_CHROMIUM", "COLAB_RELEASE_TAG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOCSAU_CACHE", str(tmp_path / "cache"))


def one(findings, what):
    (found,) = [finding for finding in findings if finding.what == what]
    return found


def test_all_is_well_here(capsys):
    assert doctor() is True
    out = capsys.readouterr().out
    for word in (
        "hocsau",
        "Python",
        "numpy",
        "matplotlib",
        "ipywidgets",
        "nhân CPU",
        "Cache",
        "Profile",
        "mnist",
    ):
        assert word in out
    assert "Máy đã sẵn sàng." in out


def test_the_report_fits_a_narrow_console(capsys):
    doctor()
    for line in capsys.readouterr().out.splitlines():
        assert len(line) <= 80 or line.startswith("    → ") or " " not in line.strip(), line


def test_what_drive_needs_is_known(monkeypatch):
    found = one(diagnose(["packages"]), "websockets")
    assert found.level == OK
    version = metadata.version
    monkeypatch.setattr(
        packages.metadata, "version", lambda name: version("none" if name == "websockets" else name)
    )
    found = one(diagnose(["packages"]), "websockets")
    assert found.level == NOTE and "hocsau drive" in found.value and "pip install" in found.fix


def test_exit_code(hocsau, tmp_path):
    assert main(["doctor"]) == 0
    file = tmp_path / "file"
    file.write_text("")
    done = hocsau(
        "doctor",
        HOCSAU_PROFILE="lớn",
        LC_ALL="C",
        PYTHONUTF8="0",
        PYTHONIOENCODING="cp1252",
        MPLCONFIGDIR=str(file / "none"),  # matplotlib then says in English where its cache goes
    )
    assert done.returncode == 1 and "biến HOCSAU_PROFILE = 'lớn'" in done.stdout
    assert "Còn 1 điều cần sửa" in done.stdout
    assert done.stderr == ""


def test_every_problem_comes_with_a_remedy(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "train-labels-idx1-ubyte.gz").write_bytes(b"damaged")
    monkeypatch.setenv("HOCSAU_CACHE", str(tmp_path / "file" / "sub"))
    monkeypatch.setenv("HOCSAU_PROFILE", "big")
    monkeypatch.setenv(
        "HOCSAU_DATA", f"{tmp_path / 'none'}{':' if sys.platform != 'win32' else ';'}{tmp_path / 'd'}"
    )
    monkeypatch.setenv("HOCSAU_CHROMIUM", str(tmp_path / "none"))
    found = diagnose()
    bad = {finding.what for finding in found if finding.level == BAD}
    assert bad == {"Cache", "Profile", "HOCSAU_DATA", "Chromium", "Bộ mnist", "Bộ fashion_mnist"}
    assert all(finding.fix for finding in found if finding.level == BAD)


def test_a_library_too_old_or_missing(monkeypatch):
    versions = {"numpy": "1.20.0"}

    def version(name):
        if name == "pooch":
            raise metadata.PackageNotFoundError(name)
        return versions.get(name) or real(name)

    real = metadata.version
    monkeypatch.setattr(metadata, "version", version)
    found = list(packages.check())
    numpy, pooch = one(found, "numpy"), one(found, "pooch")
    assert numpy.level == BAD and "1.20.0, cần >=" in numpy.value
    assert sys.executable in numpy.fix and 'pip install "numpy>=' in numpy.fix
    assert pooch.level == BAD and "chưa cài" in pooch.value
    assert one(found, "torch").level == OK


def test_torch_is_optional(monkeypatch):
    real = metadata.version

    def version(name):
        if name == "torch":
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(metadata, "version", version)
    assert one(packages.check(), "torch").level == NOTE
    monkeypatch.setattr(hardware.importlib.util, "find_spec", lambda name: None)
    assert one(hardware.check(), "GPU").level == NOTE


def test_the_python_that_runs_is_compared(monkeypatch):
    monkeypatch.setattr(packages.platform, "python_version", lambda: "3.9.1")
    assert one(packages.check(), "Python").level == BAD


class Torch:
    """What the hardware check asks of torch."""

    def __init__(self, cuda=(), mps=False):
        self.cuda = type("Cuda", (), {})
        self.cuda.is_available = lambda: bool(cuda)
        self.cuda.device_count = lambda: len(cuda)
        self.cuda.get_device_name = lambda i: cuda[i]
        mps_class = type("Mps", (), {"is_available": staticmethod(lambda: mps)})
        self.backends = type("Backends", (), {"mps": mps_class})
        self.version = type("Version", (), {"cuda": None})


@pytest.fixture
def no_nvidia(monkeypatch):
    monkeypatch.setattr(hardware.shutil, "which", lambda name: None)


def test_gpu(no_nvidia):
    assert hardware.gpu(Torch(cuda=["Tesla T4"])) == Finding(OK, "GPU", "Tesla T4")
    assert "MPS" in hardware.gpu(Torch(mps=True)).value
    assert hardware.gpu(Torch()).level == NOTE and not hardware.gpu(Torch()).fix


@pytest.mark.parametrize("inside", [True, False], ids=["notebook", "command after !"])
def test_colab_without_a_gpu_says_how_to_choose_one(monkeypatch, no_nvidia, inside):
    if inside:
        monkeypatch.setitem(sys.modules, "google.colab", object())
    else:
        monkeypatch.setenv("COLAB_RELEASE_TAG", "release-colab")
    found = hardware.gpu(Torch())
    assert found.level == NOTE and "runtime này chỉ có CPU" in found.value
    assert "Change runtime type" in found.fix and "T4 GPU" in found.fix
    assert hardware.gpu(Torch(cuda=["Tesla T4"])) == Finding(OK, "GPU", "Tesla T4")


def test_an_nvidia_gpu_that_torch_does_not_use(monkeypatch):
    monkeypatch.setattr(hardware.shutil, "which", lambda name: "/usr/bin/nvidia-smi")
    torch = Torch()
    assert "bản chỉ dùng CPU" in hardware.gpu(torch).value and "pytorch.org" in hardware.gpu(torch).fix
    torch.version.cuda = "13.0"
    assert hardware.gpu(torch).level == NOTE and "driver" in hardware.gpu(torch).fix


def test_where_the_libraries_go(monkeypatch, tmp_path):
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    assert packages.surroundings() == Finding(OK, "Môi trường", "môi trường ảo .venv")
    monkeypatch.setattr(sys, "base_prefix", sys.prefix)
    assert packages.surroundings().level == NOTE and "venv" in packages.surroundings().fix
    (tmp_path / ".venv" / "conda-meta").mkdir()
    assert packages.surroundings() == Finding(OK, "Môi trường", "conda .venv")
    (tmp_path / ".venv" / "condabin").mkdir()
    assert packages.surroundings().level == NOTE and "conda base" in packages.surroundings().value
    monkeypatch.setenv("COLAB_RELEASE_TAG", "release-colab")
    assert place.on_colab() and packages.surroundings() == Finding(OK, "Môi trường", "Colab")


def test_only_the_checks_that_are_asked_for(capsys):
    assert doctor(["packages", "hardware"]) is True
    out = capsys.readouterr().out
    assert "numpy" in out and "nhân CPU" in out and "Cache" not in out and "Chromium" not in out
    assert sys.prefix not in out  # short enough for a notebook that others read
    for wrong in (["gpu"], "hardware"):
        with pytest.raises(ValueError, match="cần một danh sách các mục"):
            diagnose(wrong)


def test_a_broken_library_does_not_stop_the_report():
    program = (
        "import sys; sys.modules['numpy'] = None\nfrom hocsau.cli import main; sys.exit(main(['doctor']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=120)
    out = done.stdout.decode()
    assert done.returncode == 1 and "mục data: không xem được" in out and "Chromium" in out


@pytest.mark.parametrize(
    "command",
    [["fit", "a.csv", "--x", "a", "--y", "b"], ["train", "income-price", "--full"], ["data", "list"]],
)
def test_a_missing_library_is_named_by_the_other_commands(command):
    program = (
        "import sys; sys.modules['numpy'] = None\nfrom hocsau.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run([sys.executable, "-c", program, *command], capture_output=True, timeout=120)
    error = done.stderr.decode()
    assert done.returncode == 1 and error.startswith("Lỗi: thiếu thư viện numpy. Chạy hocsau doctor"), error


def test_listing_the_commands_imports_no_heavy_library():
    program = (
        "import sys\nfrom hocsau.cli import _parser; _parser()\n"
        "sys.exit(', '.join({'numpy', 'matplotlib', 'sklearn', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=120)
    assert done.stderr.decode().strip() == ""


def test_little_space(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, int(5e8)))
    found = data_check.cache_finding()
    assert found.level == NOTE and "0.5 GB" in found.value and "HOCSAU_CACHE" in found.fix


def test_a_font_without_vietnamese_letters(monkeypatch):
    import matplotlib.font_manager as fonts

    assert len(pictures.VIETNAMESE) == 2 * 73  # 12 vowels with 6 tones, and đ
    (finding,) = pictures.check()
    assert finding.level == OK
    real = fonts.findfont
    monkeypatch.setattr(fonts, "findfont", lambda family: real("cmr10"))
    (finding,) = pictures.check()
    assert finding.level == BAD and "thiếu" in finding.value and finding.fix


def test_browser(monkeypatch, tmp_path):
    monkeypatch.setattr(browser_check.shutil, "which", lambda name: None)
    monkeypatch.setattr(browser_check, "USUAL_PATHS", ())
    (finding,) = browser_check.check()
    assert finding.level == NOTE and "apt install chromium" in finding.fix
    own = tmp_path / "my browser"
    own.write_text("")
    monkeypatch.setenv("HOCSAU_CHROMIUM", str(own))
    (finding,) = browser_check.check()
    assert finding == Finding(OK, "Chromium", str(own))


def test_every_check_is_listed():
    from pathlib import Path

    here = Path(report.__file__).parent
    modules = {path.stem for path in here.glob("*.py")} - {"__init__", "finding", "place", "report"}
    assert modules == set(report.CHECKS)
