"""Regenerate constraints.txt: the versions that CI and `make` install (`make constraints`)."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from booktools import ROOT
from booktools.bootstrap import MINIMUM, pinned

HEADER = """\
# The versions that `make` and CI install. Written by `make constraints`, as pip resolves the test extra for
# the oldest Python that the book supports (3.11.0; Debian 12 ships 3.11.2), so that newer ones take them too.
# Do not edit by hand, except torch: its pin is kept when the others are renewed, because not every index has
# a CPU build of every version. These are constraints, not requirements: what Windows, macOS or a newer Python
# does not need is not installed there.
"""
# GPU libraries belong to one torch build on one system; pip is the installer's own.
_LEFT_OUT = re.compile(r"hocsau|pip|nvidia-.*|cuda-.*|triton")


def pins(report: dict) -> list[str]:
    """Turn pip's report of what it would install into plain `name==version` lines, without local builds."""
    found = {}
    for item in report["install"]:
        name = re.sub(r"[-_.]+", "-", item["metadata"]["name"]).lower()
        if not _LEFT_OUT.fullmatch(name):
            found[name] = item["metadata"]["version"].partition("+")[0]
    return [f"{name}=={version}" for name, version in sorted(found.items())]


def renew(root: Path = ROOT) -> None:
    """Ask pip what the test extra takes today, with torch's pin as it stands, and write it down."""
    constraints = root / "constraints.txt"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        command += ["--dry-run", "--ignore-installed", "--report", str(report), "--target", folder]
        command += ["--python-version", "{}.{}.0".format(*MINIMUM), "--only-binary=:all:"]
        subprocess.run([*command, pinned("torch", constraints), f"{root}[test]"], check=True)
        lines = pins(json.loads(report.read_text(encoding="utf-8")))
    constraints.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")
