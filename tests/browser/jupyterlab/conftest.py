"""A JupyterLab of the tests' own, on loopback and with a token."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # all cells are drawn, seen or not
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


@pytest.fixture(scope="session")
def lab(tmp_path_factory) -> Iterator[Callable[[str], str]]:
    """lab(name) -> address (with its token) of a notebook in a JupyterLab without the reader's settings.

    Its root holds copies: what JupyterLab saves does not reach notebooks/.
    """
    home = tmp_path_factory.mktemp("lab")
    for name, values in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    shutil.copytree(
        ROOT / "notebooks", home / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints")
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token, base = secrets.token_hex(16), f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "1",  # the kernel of this environment
    }
    environment.pop("HOCSAU_STATIC", None)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}"]
    command += ["--allow-root", f"--ServerApp.token={token}", f"--ServerApp.root_dir={home / 'notebooks'}"]
    with (home / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            for _ in range(240):
                assert server.poll() is None, (home / "log").read_text(encoding="utf-8")
                try:
                    urllib.request.urlopen(f"{base}/api?token={token}")
                    break
                except urllib.error.URLError:
                    time.sleep(0.25)
            yield lambda name: f"{base}/doc/tree/{name}?token={token}"
        finally:
            server.terminate()
            server.wait()
