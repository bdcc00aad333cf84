"""A JupyterLab of our own, on loopback and with a token: for tests and for the book's screenshots."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # all cells are drawn, seen or not
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


@contextmanager
def jupyterlab(
    home: Path, folder: Path, settings: Mapping[str, dict] | None = None
) -> Iterator[Callable[[str], str]]:
    """Yield address(path) of a JupyterLab that shows `folder`; it keeps its own things in `home`.

    The reader's settings are left out; `settings` are added to ours ({"extension/plugin": {…}}).
    """
    for name, values in (SETTINGS | dict(settings or {})).items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
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
    command += ["--allow-root", f"--ServerApp.token={token}", f"--ServerApp.root_dir={folder}"]
    command += ["--expose-app-in-browser"]  # window.jupyterapp, through which tests open notebooks
    with (home / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            for _ in range(240):
                if server.poll() is not None:
                    raise RuntimeError(
                        f"JupyterLab không chạy được:\n{(home / 'log').read_text(encoding='utf-8')}"
                    )
                try:
                    urllib.request.urlopen(f"{base}/api?token={token}")
                    break
                except urllib.error.URLError:
                    time.sleep(0.25)
            else:
                raise TimeoutError(f"JupyterLab không trả lời:\n{(home / 'log').read_text(encoding='utf-8')}")
            yield lambda path: f"{base}/{path}?token={token}"
        finally:
            server.terminate()
            server.wait()
