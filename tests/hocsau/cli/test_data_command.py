"""`hocsau data list | fetch | path`."""

import hashlib
import re

import pytest

from hocsau.cli import main
from hocsau.data import DATASETS, embedded_path, sources
from hocsau.data.sources import RemoteFile

CONTENT = b"content"


@pytest.fixture(autouse=True)
def one_small_remote_set(monkeypatch, tmp_path):
    """mnist is one small file here, to be found in a folder; the others keep their files."""
    for name in ("HOCSAU_DATA", "HOCSAU_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOCSAU_CACHE", str(tmp_path / "cache"))
    file = RemoteFile("mnist", "a.gz", hashlib.sha256(CONTENT).hexdigest(), ("http://127.0.0.1:9/a.gz",), 7)
    monkeypatch.setattr(sources, "PARTS", {**sources.PARTS, "mnist": ((file,),)})


@pytest.fixture
def place(tmp_path, monkeypatch):
    def place(content=CONTENT):
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "a.gz").write_bytes(content)
        monkeypatch.setenv("HOCSAU_DATA", str(tmp_path / "data"))
        return tmp_path / "data" / "a.gz"

    return place


def run(capsys, *arguments):
    code = main(["data", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def line_of(out, name):
    """What is said of one set, its lines joined."""
    said = re.split(r"\n  (?=\S)", out)
    (found,) = [" ".join(lines.split()) for lines in said if lines.startswith(f"{name}:")]
    return found


def test_list_names_every_set_and_its_state(capsys, place):
    code, out, _ = run(capsys, "list")
    assert code == 0 and "Profile đang dùng: small" in out
    assert all(line_of(out, name) for name in DATASETS)
    assert line_of(out, "houses").endswith("(tự sinh) có sẵn")
    assert "hocsau data fetch mnist" in line_of(out, "mnist")
    path = place()
    assert line_of(run(capsys, "list")[1], "mnist").endswith(f"đã có ở {path.parent}")


def test_the_list_fits_a_narrow_console(capsys, place):
    place()
    lines = run(capsys, "list")[1].splitlines()
    assert all(len(line) <= 80 or " " not in line.strip() for line in lines)


def test_a_user_without_a_home(capsys, monkeypatch):
    """A container whose user has no name: nothing says where ~ is."""

    def nowhere(*arguments, **options):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr("pathlib.Path.home", nowhere)
    monkeypatch.setattr("pathlib.Path.expanduser", nowhere)
    monkeypatch.setattr("pooch.os_cache", nowhere)
    monkeypatch.setenv("HOCSAU_CACHE", "~/x")
    code, _, err = run(capsys, "path")
    assert code == 2 and "HOCSAU_CACHE = ~/x" in err and "đường dẫn đầy đủ" in err
    monkeypatch.delenv("HOCSAU_CACHE")
    code, _, err = run(capsys, "path")
    assert code == 2 and "HOME" in err and "hãy đặt biến HOCSAU_CACHE" in err
    code, out, _ = run(capsys, "list")
    assert code == 0 and all(line_of(out, name) for name in DATASETS)
    monkeypatch.setenv("HOCSAU_DATA", "~/y")
    assert "HOCSAU_DATA = ~/y" in run(capsys, "path", "mnist")[2]
    from hocsau.doctor import diagnose

    (said,) = [f for f in diagnose(["data"]) if f.what == "Thư mục dữ liệu"]
    assert "HOME" in said.value and "HOCSAU_CACHE=" in said.fix


def test_list_shows_a_damaged_file(capsys, place):
    place(b"damaged")
    assert "không dùng được: tệp a.gz" in line_of(run(capsys, "list")[1], "mnist")


def test_fetch(capsys, place):
    code, _, err = run(capsys, "fetch", "mnist")
    assert code == 2 and "chưa có tệp a.gz của bộ mnist" in err
    path = place()
    code, out, _ = run(capsys, "fetch", "houses", "mnist")
    assert code == 0 and str(path) in out and "houses: có sẵn" in out


def test_fetch_checks_every_name_before_it_starts(capsys, place):
    place()
    code, out, err = run(capsys, "fetch", "mnist", "fashon_mnist")
    assert (code, out) == (2, "") and "Ý bạn là 'fashion_mnist'" in err


def test_path(capsys, place, tmp_path):
    assert run(capsys, "path") == (0, f"{tmp_path / 'cache'}\n", "")
    assert run(capsys, "path", "houses") == (0, f"{embedded_path('houses.csv')}\n", "")
    code, _, err = run(capsys, "path", "mnist")
    assert code == 2 and "hocsau data fetch mnist" in err
    assert run(capsys, "path", "mnist") != (0, f"{place()}\n", "")
    assert run(capsys, "path", "mnist")[0] == 0
    code, _, err = run(capsys, "path", "digits")
    assert code == 2 and "scikit-learn" in err
