"""Run the book's notebooks side by side and keep their outputs in jupyter-cache, where myst-nb finds them."""

import os
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import yaml
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from booktools import fingerprint
from booktools.kernels.sets import PASSIVE, THREADS
from booktools.source.book import documents

KEPT = 300  # notebooks in the cache, before the oldest go
# JUPYTER_PREFER_ENV_PATH: the kernel of this environment, not one of the same name in the reader's home.
STATIC = {"HOCSAU_STATIC": "1", "JUPYTER_PREFER_ENV_PATH": "1"}
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Failure:
    """A cell that did not run to its end."""

    document: str
    line: int
    number: int
    source: str
    traceback: str

    def __str__(self) -> str:
        source = "\n".join(f"  | {line}" for line in self.source.splitlines())
        tail = "\n".join(f"  {line}" for line in self.traceback.strip().splitlines()[-20:])
        return f"LỖI {self.document}:{self.line}: ô code thứ {self.number} không chạy được\n{source}\n{tail}"


@dataclass
class Report:
    """What `fill` did: documents run (with seconds), reused, and failed."""

    ran: dict[str, float] = field(default_factory=dict)
    reused: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def read_config(root: Path) -> dict:
    return yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))


def notebooks(root: Path) -> dict[str, nbformat.NotebookNode]:
    """Read the documents with code cells just as the build will, since the cache compares their cells."""
    extensions = read_config(root).get("parse", {}).get("myst_enable_extensions", [])
    config = MdParserConfig(enable_extensions=set(extensions))
    found = {}
    for name in documents(root):
        path = root / f"{name}.md"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if is_myst_markdown_notebook(text):
            found[name] = read_myst_markdown_notebook(text, config=config, add_source_map=True, path=path)
    return found


def executed(
    root: Path, pages: dict[str, nbformat.NotebookNode] | None = None
) -> dict[str, nbformat.NotebookNode | None]:
    """Every page with code cells by its docname, with the outputs that the build keeps; None without any.

    `pages` is what `notebooks` has read, where the caller has it already.
    """
    folder = root / read_config(root).get("execute", {}).get("cache", "_build/.jupyter_cache")
    cache = get_cache(str(folder)) if folder.is_dir() else None
    found: dict[str, nbformat.NotebookNode | None] = {}
    for name, notebook in (notebooks(root) if pages is None else pages).items():
        found[name] = None
        if cache is not None:
            with suppress(KeyError, OSError):
                found[name] = cache.merge_match_into_notebook(notebook)[1]
    return found


def fill(root: Path, store: dict[str, str], say: Callable[[str], None] = print) -> Report:
    """Run every notebook whose code, or what it imports, has changed since its outputs were kept.

    `store` maps a cached notebook's hash to the fingerprint of what it depended on; it is brought up to date.
    """
    config = read_config(root).get("execute", {})
    cache = get_cache(str(root / config.get("cache", "_build/.jupyter_cache")))
    cache.change_cache_limit(KEPT)
    report, waiting, hashes = Report(), {}, {}
    shared = fingerprint.of_shared(root)
    for name, notebook in notebooks(root).items():
        _, key = cache.create_hashed_notebook(notebook)
        code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
        now = fingerprint.of_notebook(code, root, shared)
        if store.get(key) == now and _is_cached(cache, notebook):
            report.reused.append(name)
        else:
            waiting[name], hashes[name] = notebook, (key, now)
    workers = max(1, min(len(waiting), os.cpu_count() or 1))
    with _environment(workers), ThreadPoolExecutor(workers) as pool:
        running = {
            pool.submit(run, notebook, name, root, config.get("timeout", 300)): name
            for name, notebook in waiting.items()
        }
        for done in as_completed(running):
            name = running[done]
            seconds, failure = done.result()
            say(f"  [{len(report.ran) + len(report.failures) + 1}/{len(waiting)}] {name}: {seconds:.1f} giây")
            if failure:
                report.failures.append(failure)
                continue
            report.ran[name] = seconds
            bundle = CacheBundleIn(
                waiting[name], str(root / f"{name}.md"), data={"execution_seconds": seconds}
            )
            cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
            key, now = hashes[name]
            store[key] = now
    return report


def run(notebook: nbformat.NotebookNode, name: str, root: Path, timeout: int) -> tuple[float, Failure | None]:
    """Execute `notebook` in place, in the folder of its source; return the seconds and what failed."""
    current = 0

    def started(cell: nbformat.NotebookNode, cell_index: int) -> None:
        nonlocal current
        current = cell_index

    client = NotebookClient(
        notebook,
        timeout=timeout,
        extra_arguments=["--IPKernelApp.log_level=40"],  # not its notes about TCP, four lines a kernel
        record_timing=False,  # it would change the cells' metadata, by which the cache finds them
        resources={"metadata": {"path": str((root / name).parent)}},
    )
    client.on_cell_start = started
    start = time.perf_counter()
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        text = _reason(error, notebook.cells[current], timeout)
        cells = notebook.cells
        failure = Failure(
            document=f"{name}.md",
            line=notebook.metadata.get("source_map", [0] * len(cells))[current] + 1,
            number=sum(cell.cell_type == "code" for cell in cells[: current + 1]),
            source=cells[current].source,
            traceback=text,
        )
        return time.perf_counter() - start, failure
    return time.perf_counter() - start, None


def _reason(error: Exception, cell: nbformat.NotebookNode, timeout: int) -> str:
    if isinstance(error, CellTimeoutError):
        return f"Ô này chạy quá {timeout} giây (execute.timeout trong _config.yml)."
    if isinstance(error, DeadKernelError):
        return "Kernel chết giữa chừng, thường vì hết bộ nhớ."
    shown = [line for out in cell.outputs if out.output_type == "error" for line in out.traceback]
    return _ANSI.sub("", "\n".join(shown) or str(error))


def _is_cached(cache: JupyterCacheAbstract, notebook: nbformat.NotebookNode) -> bool:
    try:
        record = cache.match_cache_notebook(notebook)
        cache.get_cache_bundle(record.pk)
    except (KeyError, OSError):
        return False
    return True


@contextmanager
def _environment(workers: int) -> Iterator[None]:
    """Set what the kernels inherit: static pictures, the small profile, inline figures, a share of cores."""
    threads = str(max(1, (os.cpu_count() or 1) // workers))
    before = dict(os.environ)
    os.environ.update(STATIC)
    os.environ.setdefault("HOCSAU_PROFILE", "small")
    for name, value in (PASSIVE | dict.fromkeys(THREADS, threads)).items():
        os.environ.setdefault(name, value)
    os.environ.pop(
        "MPLBACKEND", None
    )  # ipykernel then draws inline; Agg from a shell would lose every figure
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
