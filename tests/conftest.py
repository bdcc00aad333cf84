"""What every test needs: no figure of one test is open in the next, whichever process runs them."""

import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

# The suite tries the same examples each time: a failure is one of the change, not of the dice.
# For others: `pytest --hypothesis-profile default`.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")
BROWSER = Path(__file__).parent / "browser"
LONG = 600  # seconds: a run that is worth an account of its time


@pytest.fixture(autouse=True)
def close_figures():
    yield
    if "matplotlib.pyplot" in sys.modules:  # not imported for the tests that never draw
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Browser tests come last: Playwright's greenlets live as long as the process.

    A grader's step counter (sys.settrace) in a process that had them once ended in a segmentation fault.
    """
    items.sort(key=lambda item: item.path.is_relative_to(BROWSER))


def pytest_terminal_summary(terminalreporter):
    """Where the time went, all workers together: by notebook, by folder, for the browser by file."""
    seconds = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            path = getattr(report, "nodeid", "").partition("::")[0]
            if not hasattr(report, "duration") or "/" not in path:
                continue
            by_file = path.startswith(("notebooks/", "tests/browser/"))
            seconds[path if by_file else path.rpartition("/")[0]] += report.duration
    if sum(seconds.values()) < LONG:
        return
    terminalreporter.section("seconds by place")
    for path, spent in seconds.most_common(40):
        terminalreporter.write_line(f"{spent:7.0f}  {path}")
