"""A kernel set as a Jupyter kernel: a name that nbval takes, with the environment and the noise inside."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from booktools.kernels import sets

FOLDER = "_build/kernels"


@dataclass(frozen=True)
class Kernel:
    """Which kernels to compute with, on how many threads, and the seed of the noise (None: no noise)."""

    set: str = "native"
    threads: int = 1
    seed: int | None = None

    @property
    def name(self) -> str:
        noise = "" if self.seed is None else f"-noise{self.seed}"
        return f"hocsau-{self.set}-{self.threads}{noise}"

    @property
    def options(self) -> list[str]:
        """What makes nbval run notebooks with it."""
        return ["--nbval-kernel-name", self.name]

    def write(self, root: Path) -> dict[str, str]:
        """Write the kernel under `root`; return what a process must inherit so that Jupyter finds it."""
        folder = root / FOLDER
        place = folder / "kernels" / self.name
        place.mkdir(parents=True, exist_ok=True)
        start = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        if self.seed is not None:
            line = f"__import__('booktools.kernels.jitter', fromlist=['']).install({self.seed})"
            start.append(f"--IPKernelApp.exec_lines={[line]!r}")
        described = {
            "argv": start,
            "display_name": f"{self.set}, {self.threads} luồng",
            "language": "python",
            "env": sets.environment(self.set, self.threads),
        }
        (place / "kernel.json").write_text(json.dumps(described, indent=1), encoding="utf-8")
        others = os.environ.get("JUPYTER_PATH", "")
        return {"JUPYTER_PATH": os.pathsep.join(filter(None, [str(folder), others]))}
