"""No page asserts on a time that it has measured, however the time got there."""

import pytest

from booktools.checks import clocks

DIRECT = "import time\nbegin = time.perf_counter()\nwork()\nspent = time.perf_counter() - begin\n"
BY_FUNCTION = (
    "def seconds(work):\n    begin = perf_counter()\n    work()\n    return perf_counter() - begin\n"
)
APPENDED = (
    DIRECT + "times = {'a': []}\ntimes['a'].append(spent)\nbest = {k: min(v) for k, v in times.items()}\n"
)


@pytest.fixture
def lines(tmp_path):
    def run(*codes: str) -> list[int]:
        (tmp_path / "book").mkdir()
        page = "# A\n\n" + "\n".join(f"```{{code-cell}} ipython3\n{code}\n```\n" for code in codes)
        (tmp_path / "book" / "a.md").write_text(page, encoding="utf-8")
        return [problem.line for problem in clocks.check(tmp_path)]

    return run


@pytest.mark.parametrize(
    ("before", "judged"),
    [
        (DIRECT, "assert spent < 3"),
        (BY_FUNCTION, "loop, whole = seconds(f), seconds(g)\nassert loop > 10 * whole"),
        (BY_FUNCTION, "TIMES = {}\nfor n in [1]:\n    TIMES[n] = seconds(f)\na = TIMES[1]\nassert a > 1"),
        (APPENDED, "assert best['a'] > 2"),
    ],
)
def test_asserts_on_times_are_found_across_cells(lines, before, judged):
    page = f"# A\n\n```{{code-cell}} ipython3\n{before}\n```\n\n```{{code-cell}} ipython3\n{judged}\n"
    expected = next(n for n, line in enumerate(page.split("\n"), 1) if line.startswith("assert"))
    assert lines(before, judged) == [expected]


def test_times_may_be_shown_and_other_things_asserted(lines):
    shown = "print(f'{1000 * spent:.1f} ms')\nresult = work()\nassert result == 3"
    assert lines(APPENDED, shown) == []


def test_a_name_used_again_for_something_else_is_no_time(lines):
    again = "spent = 3\nassert spent == 3\ndef train(best):\n    return best\nassert train(4) == 4"
    assert lines(APPENDED, again) == []
