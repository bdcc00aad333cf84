"""The wheel, installed elsewhere, holds the small data sets: Colab has no checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

PROGRAM = """
import json, sys
import hocsau, hocsau.data as data
from hocsau.data import sources
sets = {name: data.load(name).info.files for name in data.DATASETS if name not in sources.PARTS}
print(json.dumps({"package": hocsau.__file__, "sets": sets, "path": sys.path}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    # no build isolation and no dependencies: nothing is downloaded
    build = [sys.executable, "-m", "pip", "wheel", str(ROOT), "--no-deps", "--no-build-isolation", "-q", "-w"]
    subprocess.run([*build, str(folder)], check=True, timeout=300)
    (path,) = folder.glob("hocsau-*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    target = tmp_path_factory.mktemp("nơi khác") / "gói"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--no-index",
        "-q",
        "--target",
        str(target),
    ]
    subprocess.run([*install, str(wheel)], check=True, timeout=300)
    return target


def run(installed, tmp_path, *arguments):
    # -S: no .pth file is read, so the editable install cannot answer in the wheel's place
    path = os.pathsep.join([str(installed), sysconfig.get_paths()["purelib"]])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
    environment.pop("HOCSAU_DATA", None)
    environment.pop("HOCSAU_PROFILE", None)
    command = [sys.executable, "-S", *arguments]
    return subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=120
    )


def test_every_small_set_loads_from_the_wheel(installed, tmp_path):
    done = run(installed, tmp_path, "-c", PROGRAM)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert Path(found["package"]).is_relative_to(installed)
    assert not [entry for entry in found["path"] if entry and Path(entry) == ROOT / "code"]
    ours = {"houses", "houses_square", "houses_bedrooms", "houses_map", "loans"}
    assert ours | {"digits", "diabetes"} <= set(found["sets"])
    for files in found["sets"].values():
        assert all(Path(file).is_relative_to(installed / "hocsau" / "packed" / "data") for file in files)


def test_the_command_runs_from_the_wheel(installed, tmp_path):
    done = run(installed, tmp_path, "-m", "hocsau", "data", "path", "houses")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(installed / "hocsau" / "packed" / "data" / "houses.csv")


def test_the_wheel_holds_the_licence_and_nothing_stray(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "hocsau/packed/data/README.md" in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"hocsau"}
    (entries,) = [name for name in names if name.endswith("/entry_points.txt")]
    assert "booktools" not in zipfile.ZipFile(wheel).read(entries).decode()
    assert not [name for name in names if "__pycache__" in name or name.endswith((".ipynb", ".pyc"))]
