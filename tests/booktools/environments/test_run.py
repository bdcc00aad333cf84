"""The table tells what happened in each environment, and nothing that failed is passed over."""

import json
import sys
from pathlib import Path

import nbformat
import pytest

from booktools import __main__ as main
from booktools.environments import checks, install, run
from booktools.environments.checks import Outcome, read_report
from booktools.environments.run import Row, table
from booktools.environments.versions import Environment

REPORT = """<testsuites><testsuite>
<testcase classname="tests.a" name="good"/>
<testcase classname="tests.a" name="bad"><failure message="x">x</failure></testcase>
<testcase classname="tests.a" name="bad"><error message="x">at its end</error></testcase>
<testcase classname="tests.b" name="broken"><error message="x">x</error></testcase>
<testcase classname="tests.b" name="not here"><skipped/></testcase>
</testsuite></testsuites>"""
VERSIONS = {"python": "3.11.7", "numpy": "1.26.0", "scipy": "1.11.0"}


def report(folder: Path, code: int, text: str = REPORT) -> Outcome:
    (folder / "report.xml").write_text(text, encoding="utf-8")
    return read_report(folder / "report.xml", code, 2.5)


def test_a_report_counts_failures_and_errors_and_leaves_out_what_was_skipped(tmp_path: Path):
    found = report(tmp_path, 1)
    assert found == Outcome(4, ("tests.a::bad", "tests.b::broken"), 2.5) and not found.good
    good = report(tmp_path, 0, '<testsuite><testcase classname="a" name="b"/></testsuite>')
    assert good == Outcome(1, (), 2.5) and good.good


@pytest.mark.parametrize("code", [2, 3, 4, 5, -9])
def test_a_pytest_that_did_not_finish_is_a_failure(tmp_path: Path, code: int):
    assert not report(tmp_path, code).good
    assert not read_report(tmp_path / "missing.xml", 0).good
    assert not report(tmp_path, 1, "<testsuite/>").good, "it failed, and no test says why"


def test_the_table_stands_in_columns_and_then_names_what_failed():
    rows = [
        Row("lowest", VERSIONS, Outcome(200, ("tests.a::bad",), 60.0), Outcome(900, (), 100.4)),
        Row("newest", VERSIONS | {"python": "3.14.0"}, None, Outcome(7, (), 3.0, left=2)),
        Row("colab"),
        Row("colab", VERSIONS, Outcome(broken=True)),
    ]
    head, first, second, third, fourth, *rest = table(rows).splitlines()
    places = [head.index(name) for name in run.HEAD]
    assert [first[place:].split("  ")[0].strip() for place in places] == [
        "lowest", "3.11.7", "1/200", "0/900", "160", "numpy 1.26.0, scipy 1.11.0",
    ]  # fmt: skip
    assert second.split()[:5] == ["newest", "3.14.0", "–", "0/7", "3"]
    assert third.endswith("pip không cài được") and "không chạy hết" in fourth
    assert rest == ["lowest: tests.a::bad", "newest: để lại 2 tệp dùng torch"]
    assert [row.good for row in rows] == [False, True, False, False]


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A small book, checked by the Python that runs this: nothing is installed."""
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "x"\ndependencies = []\n'
        "[project.optional-dependencies]\ntorch = []\npretrained = []\ndrive = []\ntest = []\n"
        '[tool.pytest.ini_options]\naddopts = "--import-mode=importlib"\n'
        'markers = ["browser: b", "live: l"]\n',
        encoding="utf-8",
    )
    tests = tmp_path / "tests" / "hocsau"
    tests.mkdir(parents=True)
    (tests / "test_plain.py").write_text("def test_one():\n    assert 1 == 1\n", encoding="utf-8")
    (tests / "test_deep.py").write_text("def test_two():\n    assert 'torch' == ''\n", encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    alone = "import os\nprint('notebooks' in os.listdir(), os.environ.get('PYTHONPATH'))"
    for name, source in {"alone": alone, "deep": "assert 0, 'torch'"}.items():
        cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["nbval-check-output"]})
        cell.execution_count = 1
        cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text="False None\n")]
        made = nbformat.v4.new_notebook(cells=[cell])
        nbformat.write(made, tmp_path / "notebooks" / f"{name}.ipynb")
    monkeypatch.setattr(run, "install", lambda *_: Path(sys.executable))
    monkeypatch.setattr(checks, "TWO", ())  # workers take longer to start than these few tests
    return tmp_path


@pytest.fixture
def asked(book, monkeypatch) -> list[tuple[list[str], list[str], int]]:
    """What pytest would be given: what lies in its folder, which files to run, how many were left."""
    seen = []

    def record(_: Path, folder: Path, options: list[str], left: int) -> Outcome:
        here = sorted(path.name for path in folder.iterdir())
        seen.append((here, [option for option in options if "." in option or "/" in option], left))
        return Outcome(1, left=left)

    monkeypatch.setattr(checks, "_pytest", record)
    return seen


def test_the_notebooks_stand_alone_in_their_folder(book, asked):
    assert run.run(book, ["newest"]) == 0
    assert [names for _, names, _ in asked] == [["tests/hocsau"], ["alone.ipynb", "deep.ipynb"]]
    assert asked[1][0] == ["alone.ipynb", "deep.ipynb"] and asked[0][0] != asked[1][0]


def test_without_torch_only_what_needs_none_runs_and_the_table_says_so(book, asked, capfd):
    assert run.run(book, ["newest"], torch=False) == 0
    assert [(names, left) for _, names, left in asked] == [
        (["tests/hocsau/test_plain.py"], 1), (["alone.ipynb"], 1)
    ]  # fmt: skip
    assert capfd.readouterr().out.count("newest: để lại 1 tệp dùng torch") == 2


def test_only_what_is_asked_for_runs(book, asked):
    assert run.run(book, ["newest"], notebooks=["alone"]) == 0
    assert run.run(book, ["newest"], tests=["tests/hocsau/test_deep.py"]) == 0
    assert [names for _, names, _ in asked] == [["alone.ipynb"], ["tests/hocsau/test_deep.py"]]
    with pytest.raises(FileNotFoundError, match="không có notebook nothing"):
        run.run(book, ["newest"], notebooks=["nothing"])
    with pytest.raises(ValueError, match="một môi trường"):
        run.run(book, ["newest", "lowest"], python="python3")


def test_a_failed_test_and_a_failed_cell_are_named_and_the_command_fails(book, capfd, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "somewhere")  # what the shell adds is not the environment's
    assert run.run(book, ["newest"]) == 1
    out, err = capfd.readouterr()
    line = next(line for line in out.splitlines() if line.startswith("newest  "))
    assert line.split()[1:4] == [".".join(map(str, sys.version_info[:3])), "1/2", "1/2"]
    assert "HỎNG: newest" in err
    named = out.split("phiên bản")[1]
    assert "test_two" in named and "deep" in named and "alone" not in named


def test_a_failed_install_is_a_row_and_the_others_still_run(book, asked, capfd, monkeypatch):
    def no_pip(environment: Environment, *_: object) -> Path:
        if environment.name == "lowest":
            raise run.subprocess.CalledProcessError(1, "pip")
        return Path(sys.executable)

    monkeypatch.setattr(run, "install", no_pip)
    assert run.run(book, ["lowest", "newest"], tests=["tests/hocsau/test_plain.py"]) == 1 and len(asked) == 1
    out, err = capfd.readouterr()
    assert "pip không cài được" in out and "0/1" in out and err.endswith("HỎNG: lowest\n")


def test_the_running_python_stands_in_for_one_that_is_missing_and_a_present_one_is_found():
    assert install.find_python(Environment("x", ((9, 9),), {})) == Path(sys.executable)
    assert install.find_python(Environment("x", (sys.version_info[:2],), {})) == Path(sys.executable)
    found = install.versions(Path(sys.executable))
    assert found["numpy"] == __import__("numpy").__version__ and json.dumps(found)


def test_the_command_line_names_environments_and_refuses_an_unknown_one(capsys):
    parse = main.parser().parse_args
    assert parse(["environments"]).names == []
    found = parse(["environments", "lowest", "--no-torch", "--tests", "tests/hocsau/nn"])
    assert found.names == ["lowest"] and found.no_torch and found.tests == ["tests/hocsau/nn"]
    assert main.main(["environments", "oldest"]) == 1
    assert capsys.readouterr().err == "LỖI: không có môi trường 'oldest'; chỉ có: colab, lowest, newest\n"


def test_the_tests_that_run_are_the_package_s_own():
    assert checks.TESTS == ("tests/hocsau",)
