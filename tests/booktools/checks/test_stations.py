"""Resting places: two or three in a long chapter, outside its exercises, and no line of the old way."""

import pytest

from booktools.checks import stations

TOC = "format: jb-book\nroot: book/ch11_a\nchapters:\n- file: book/ch11_lab_b\n- file: book/ch03_c\n"
QUESTION = ":::{{question}} choice\n:id: {}\n\nHỏi?\n\n- [x] Có. => Vì.\n- [ ] Không. => Vì.\n:::\n"
PARTS = [f"(s-11-{number})=\n## Mục {number}\n\n" for number in range(1, 6)]
LAST = "(s-11-6)=\n## Bài tập\n\n"


def station(number: int) -> str:
    asked = QUESTION.format("a") + QUESTION.format("b")
    return f"::::{{station}} Xong\n:label: station-{number}\n\nLần sau.\n\n{asked}::::\n\n"


@pytest.fixture
def check(tmp_path):
    def run(text: str, name: str = "ch11_a") -> list[tuple[int, str]]:
        (tmp_path / "book").mkdir(exist_ok=True)
        (tmp_path / "_toc.yml").write_text(TOC, "utf-8")
        (tmp_path / "book" / f"{name}.md").write_text(text, "utf-8")
        return [(problem.line, problem.message) for problem in stations.check(tmp_path)]

    return run


def chapter(*numbers: int) -> str:
    return "# A\n\n" + "".join(PARTS[:3] + [station(number) for number in numbers] + PARTS[3:] + [LAST])


@pytest.mark.parametrize(("count", "fits"), [(0, False), (1, False), (2, True), (3, True), (4, False)])
def test_a_long_chapter_has_two_or_three(check, count, fits):
    found = check(chapter(*range(count)))
    assert found == (
        [] if fits else [(1, f"chương có {count} chỗ nghỉ {{station}}; cần 2 hoặc 3 chỗ giữa bài")]
    )


def test_a_short_chapter_and_a_lab_have_as_many_as_they_like(check):
    assert check("# A\n\n" + "".join(PARTS)) == []
    assert check(chapter(), "ch11_lab_b") == []


def test_none_stands_among_the_exercises(check):
    ((line, message),) = check(chapter(1) + station(2) + "## Tóm tắt\n\n" + station(3))
    assert "nằm trong phần bài tập" in message and line == chapter(1).count("\n") + 1


@pytest.mark.parametrize("raw", ["*Chỗ nghỉ: xong phần một.*", "**Chỗ nghỉ** xong."])
def test_the_old_line_is_refused_where_pages_are_rewritten(check, raw):
    ((line, message),) = check(f"# A\n\n{raw}\n", "ch11_lab_b")
    assert line == 3 and "{station}" in message
    assert check(f"# A\n\n```text\n{raw}\n```\n", "ch11_lab_b") == []
