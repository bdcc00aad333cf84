"""Numbers in the prose against what the page shows: drifts are found, roundings and marks are not."""

import json

import pytest

from booktools.checks import numbers
from booktools.checks.evidence import Evidence, numbers_in


@pytest.fixture
def check(tmp_path):
    def run(prose: str, printed: str = "", code: str = "") -> list[str]:
        (tmp_path / "book" / "results").mkdir(parents=True, exist_ok=True)
        (tmp_path / "notebooks").mkdir(exist_ok=True)
        (tmp_path / "book" / "results" / "run.json").write_text('{"scores": {"test": 0.98765}}', "utf-8")
        cell = f"```{{code-cell}} ipython3\n{code}\n```\n" if code else ""
        (tmp_path / "book" / "a.md").write_text(f"# A\n\n{prose}\n\n{cell}", encoding="utf-8")
        output = {"output_type": "stream", "name": "stdout", "text": printed}
        notebook = {"cells": [{"cell_type": "code", "outputs": [output]}]}
        (tmp_path / "notebooks" / "a.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        return [f"{problem.line}: {problem.message}" for problem in numbers.check(tmp_path)]

    return run


@pytest.mark.parametrize(
    ("prose", "printed"),
    [
        ("đúng 96.7 %", "đúng 0.9666"),
        ("đúng 96.7 %", "96.65"),
        ("đúng $96.7$ %, loss $0.103$", "96.7 0.1034"),
        ("đúng $97\\,\\%$", "0.9666"),
        ("sai 376 ảnh", "tức là sai 376 ảnh"),
        ("159 020 lần, 79,510 tham số", "159020, 79510"),
        ("1.25 triệu", "1253000"),
        ("loss 0.0312", "[0.03119 3.1e-2]"),
        ("khoảng 12 300 số, gần 97 %", "12288, 96.4"),
        ("lệch 2.50e-7", "1"),
    ],
)
def test_what_the_page_shows_holds_rounded_as_a_share_or_grouped(check, prose, printed):
    assert check(prose, printed) == []


@pytest.mark.parametrize(
    ("prose", "printed", "number"),
    [
        ("đúng 96.7 %", "đúng 0.9656", "96.7 %"),
        ("loss $0.103$", "0.121", "0.103"),
        ("có 185 trọng số gần 0", "186", "185"),
        ("còn 44 % số ảnh", "45 46", "44 %"),
        ("159 020 lần", "159010", "159 020"),
        ("| cột | 12.5 |", "12.4", "12.5"),
        ("khoảng 12 300 số", "12500", "12 300"),
        ("- lần 1: 0.500", "0.51", "0.500"),
    ],
)
def test_a_drift_is_found_with_its_line(check, prose, printed, number):
    (problem,) = check(prose, printed)
    assert problem.startswith(f"3: không ô nào của trang in ra {number}:")


@pytest.mark.parametrize(
    "prose",
    [
        "năm 1998 và 2015", "Python 3.11 đến 3.14", "mục 10.2.2", "mạng 784-100-10", "100 ảnh, 0.5",
        "`x = 12.75`", "{numref}`s-10-3`", "100 %", "7 lần, 12 lần, 0.2", "bài 10.11 và 10.12", "ảnh 12.5px",
        "[x](https://a.vn/v12.75/123)", "::::{quiz}\n- [ ] 12.75 => 13.75\n::::", "<!-- 12.75 -->",
    ],
)  # fmt: skip
def test_labels_years_code_quizzes_and_round_numbers_are_no_results(check, prose):
    assert check(prose) == []


def test_code_formulas_and_recorded_runs_count(check):
    assert check("vì $b = 0.128$ nên 0.128; 12.75", code="x = 12.75  # 0.5") == []
    assert check("đúng 98.77 %", code='recorded("run")') == [] != check("đúng 98.77 %")


def test_a_mark_allows_its_numbers_on_the_page_and_says_why(check):
    mark = "\n\n% số: 2496, 8.1 %, 12 288 (bảng dữ liệu của hãng)"
    assert check(f"2496 nhân; 8.1 %; 12 288 lần, 2496 nhân{mark}") == []
    (problem,) = check(f"2496 nhân; 8.1 %{mark}")
    assert problem == "5: dòng '% số:' kể 12 288, mà trang không cần: xoá số ấy"
    (problem,) = check("2496 nhân\n\n% số: 2496")
    assert problem == "5: dòng '% số:' chưa ghi lí do trong ngoặc"


def test_pages_without_a_notebook_are_left_alone(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "a.md").write_text("# A\n\n12.75 %\n", encoding="utf-8")
    assert numbers.check(tmp_path) == []


def test_numbers_are_read_in_every_spelling():
    assert set(numbers_in("60 000, 1,234.5; 10_000 1e-3 0.5")) >= {60000, 1234.5, 10000, 0.001, 0.5}
    assert Evidence([0.25]).near(0.2504, 0.0005) and not Evidence([0.25]).near(0.2506, 0.0005)
