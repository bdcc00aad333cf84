"""A venv with the book's wheel and an environment's versions of everything else."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from booktools.bootstrap import venv_python
from booktools.environments.versions import Environment, requirements

FOLDER = Path("_build") / "environments"
SHOWN = ("numpy", "scipy", "scikit-learn", "matplotlib", "pandas", "torch", "ipython", "ipywidgets")
_VERSIONS = """
import json, sys
from importlib import metadata
found = {"python": ".".join(map(str, sys.version_info[:3]))}
for name in sys.argv[1:]:
    try:
        found[name] = metadata.version(name).partition("+")[0]
    except metadata.PackageNotFoundError:
        pass
print(json.dumps(found))
"""


def clean_environ() -> dict[str, str]:
    """What a fresh shell would have: nothing that leads Python to another install than its own."""
    misleading = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "JUPYTER_PATH", "HOCSAU_STATIC")
    kept = {name: value for name, value in os.environ.items() if name not in misleading}
    return {"OMP_NUM_THREADS": "1"} | kept | {"PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1"}


def find_python(environment: Environment) -> Path:
    """The first of its Pythons that runs here, or else the one that runs this."""
    for major, minor in environment.pythons:
        if sys.version_info[:2] == (major, minor):
            return Path(sys.executable)
        for command in ([f"python{major}.{minor}"], ["py", f"-{major}.{minor}"]):
            if shutil.which(command[0]) is None:
                continue
            # a shim of pyenv's may stand there and not run
            probe = "import sys, venv, ensurepip; print(sys.version_info[:2], sys.executable, sep='|')"
            done = subprocess.run([*command, "-c", probe], capture_output=True, encoding="utf-8")
            version, _, path = done.stdout.strip().partition("|")
            if done.returncode == 0 and version == str((major, minor)):
                return Path(path)
    return Path(sys.executable)


def install(
    environment: Environment, root: Path, python: Path, torch_index: str = "", torch: bool = True
) -> Path:
    """Bring the venv to what `environment` wants; return its Python. What pip says goes to the screen."""
    place = root / FOLDER / environment.name
    inside = venv_python(place)
    if not _same_version(inside, python):
        subprocess.run([str(python), "-m", "venv", "--clear", str(place)], check=True, env=clean_environ())
    constraints = place / "constraints.txt"
    lines = environment.constraints(root, torch_index) if torch else environment.constraints(root, "no torch")
    constraints.write_text("\n".join(lines) + "\n", encoding="utf-8")
    wheels = place / "wheel"
    shutil.rmtree(wheels, ignore_errors=True)
    _pip(inside, "wheel", "--no-deps", "--wheel-dir", wheels, root)
    (wheel,) = wheels.glob("hocsau-*.whl")
    wanted = requirements(root, torch)
    if torch and torch_index:  # alone, as booktools.bootstrap does: an index may hold nothing else
        pin = environment.pins.get("torch")
        exact = f"torch=={pin}" if pin else "torch"
        _pip(inside, "install", "--no-deps", "--upgrade", "--index-url", torch_index, exact)
    renew = ["--upgrade", "--upgrade-strategy", "eager"] if not environment.pins else []
    _pip(inside, "install", *renew, "-c", constraints, wheel, *wanted)
    _pip(
        inside, "install", "--no-deps", "--force-reinstall", wheel
    )  # the version never changes, the code does
    return inside


def versions(python: Path) -> dict[str, str]:
    """Python's version and those of the libraries that the book notices; a missing one is left out."""
    command = [str(python), "-c", _VERSIONS, *SHOWN]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def _same_version(inside: Path, python: Path) -> bool:
    if not inside.exists():
        return False
    ask = "import sys; print(sys.version_info[:3])"
    answers = [subprocess.run([str(p), "-c", ask], capture_output=True) for p in (inside, python)]
    return answers[0].returncode == 0 and answers[0].stdout == answers[1].stdout


def _pip(python: Path, *arguments: object) -> None:
    command = [str(python), "-m", "pip", "--disable-pip-version-check", arguments[0], "--quiet", "--no-input"]
    subprocess.run([*command, *map(str, arguments[1:])], check=True, env=clean_environ())
