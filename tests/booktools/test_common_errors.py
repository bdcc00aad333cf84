"""book/common_errors.md quotes what machines really say: each message is provoked, or has a source."""

import importlib.util
import io
import re
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from booktools.source.cells import Cell, cells

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "book" / "common_errors.md").read_text(encoding="utf-8")
HEADING = re.compile(r"^### (?P<title>.+)$")
QUOTED = re.compile(r"^`(?P<message>.+)`$")
SOURCE = re.compile(
    r"^\(chưa gây lại được trong lần dựng sách này; nguồn: \[[^\]]+\]\(https://[^)\s]+\)\)$", re.MULTILINE
)
CURE = "**Cách chữa.** "

_FILE = Path(__file__).with_name("provoked_errors.py")
_SPEC = importlib.util.spec_from_file_location("provoked_errors", _FILE)
provoked_errors = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(provoked_errors)
PROVOKED = provoked_errors.PROVOKED


@dataclass(frozen=True)
class Entry:
    """One error of the page: what it quotes (empty: an error without a message), its text, its cells."""

    title: str
    line: int
    text: str
    cells: tuple[Cell, ...]

    @property
    def message(self) -> str:
        found = QUOTED.match(self.title)
        return found["message"] if found else ""


def entries(page: str) -> list[Entry]:
    lines = page.split("\n")
    starts = [number for number, line in enumerate(lines, 1) if HEADING.match(line)]
    ends = [number for number, line in enumerate(lines, 1) if re.match(r"#{2,3} ", line)] + [len(lines) + 1]
    every_cell, found = list(cells(page)), []
    for start in starts:
        end = next(number for number in ends if number > start)
        inside = tuple(cell for cell in every_cell if start < cell.line < end)
        title = HEADING.match(lines[start - 1])["title"]
        found.append(Entry(title, start, "\n".join(lines[start : end - 1]), inside))
    return found


def unfounded(entry: Entry, provoked: set[str]) -> str:
    """Why an entry rests on nothing; empty when it rests on one thing: its cells, a test, or a source."""
    reasons = [bool(entry.cells), entry.message in provoked, bool(SOURCE.search(entry.text))]
    if not any(reasons):
        return "neither provoked nor given a source"
    if not entry.message and entry.cells and not any("assert " in cell.code for cell in entry.cells):
        return "no message, and its cell asserts nothing"
    return "both provoked and given a source" if reasons[2] and sum(reasons) > 1 else ""


def squeeze(text: str) -> str:
    return " ".join(text.split())


ENTRIES = entries(PAGE)
BY_TEST = [entry.message for entry in ENTRIES if entry.message in PROVOKED]


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> list[dict[str, str]]:
    """What the cells of each entry print when the page is run from top to bottom, twice in one kernel."""
    namespace: dict = {"__name__": "__main__"}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("page"))
        return [run_page(namespace) for _ in range(2)]


def run_page(namespace: dict) -> dict[str, str]:
    owner = {cell.line: entry.title for entry in ENTRIES for cell in entry.cells}
    found: dict[str, str] = {}
    for cell in cells(PAGE):
        out = io.StringIO()
        with redirect_stdout(out):
            exec(compile(cell.code, f"common_errors.md:{cell.code_line}", "exec"), namespace)
        title = owner.get(cell.line, "")
        found[title] = found.get(title, "") + out.getvalue()
    return found


@pytest.fixture(scope="module")
def printed(runs) -> dict[str, str]:
    return runs[0]


def test_run_all_twice_in_one_kernel_prints_the_same(runs):
    first, second = ({title: re.sub(r"0x\w+", "0x", text) for title, text in run.items()} for run in runs)
    assert second == first


def test_the_page_is_long_enough_and_quotes_nothing_twice():
    assert len(ENTRIES) >= 100
    titles = [entry.title for entry in ENTRIES]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"line {entry.line}")
def test_every_entry_says_what_it_means_how_to_mend_it_and_rests_on_something(entry: Entry):
    meaning, _, cure = entry.text.partition(CURE)
    assert len(meaning.split()) > 5 and len(cure.split()) > 3, entry.title
    assert unfounded(entry, set(PROVOKED)) == "", entry.title


def test_what_the_cells_print_is_what_the_page_quotes(printed):
    shown = [entry for entry in ENTRIES if entry.cells]
    assert len(shown) > 60
    for entry in shown:
        assert printed[entry.title].strip(), entry.title
        assert squeeze(entry.message) in squeeze(printed[entry.title]), entry.title


@pytest.mark.parametrize("message", BY_TEST)
def test_what_the_machine_says_is_what_the_page_quotes(message: str, tmp_path: Path):
    assert squeeze(message) in squeeze(PROVOKED[message](tmp_path))


def test_every_provoked_error_is_on_the_page():
    assert sorted(BY_TEST) == sorted(PROVOKED)


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("Chữ.", "neither"),
        ("(chưa gây lại được trong lần dựng sách này; nguồn: trí nhớ)", "neither"),
        ("(chưa gây lại được trong lần dựng sách này; nguồn: [a](https://a.org))", ""),
        ("```{code-cell} ipython3\nprint(1)\n```", ""),
    ],
)
def test_an_entry_that_rests_on_nothing_is_found(body, wrong):
    (entry,) = entries(f"# A\n\n### `KeyError: 1`\n\n{body}\n\n## B\n")
    assert entry.message == "KeyError: 1" and unfounded(entry, set()).startswith(wrong)
    assert bool(unfounded(entry, set())) is bool(wrong)
    assert bool(unfounded(entry, {"KeyError: 1"})) is ("https" in body)


def test_the_table_of_groups_names_every_group():
    groups = re.findall(r"^\((err-[a-z]+)\)=$", PAGE, re.MULTILINE)
    assert len(groups) == 12 and re.findall(r"\(#(err-[a-z]+)\)", PAGE) != []
    assert sorted(groups) == sorted(re.findall(r"\(#(err-[a-z]+)\)", PAGE))
