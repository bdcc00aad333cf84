"""Stars at the head of an exercise's name: there, one to three, and on a long page not all alike."""

import pytest

from booktools.checks import levels


@pytest.fixture
def check(tmp_path):
    def run(*names: str, fence: str = "```") -> list[tuple[int, str]]:
        (tmp_path / "book").mkdir(exist_ok=True)
        text = "# A\n\n" + "".join(f"{fence}{{exercise}} {name}\n\nTính.\n{fence}\n\n" for name in names)
        (tmp_path / "book" / "ch03_a.md").write_text(text, "utf-8")
        return [(problem.line, problem.message) for problem in levels.check(tmp_path)]

    return run


@pytest.mark.parametrize("name", ["★ Cộng", "★★ $a + b$", "★★★ **Một** số 0"])
@pytest.mark.parametrize("fence", ["```", "::::"])
def test_one_to_three_stars_and_a_blank(check, name, fence):
    assert check(name, fence=fence) == []


@pytest.mark.parametrize("name", ["Cộng", "", "★", "★Cộng", "★  Cộng", "★★★★ Cộng", "☆ Cộng", "(khó) ★ Cộng"])
def test_no_stars_or_other_ones_are_refused(check, name):
    ((line, message),) = check("★ Trừ", name)
    assert line == 8 and "chưa ghi độ khó" in message and "★★ ghép vài điều" in message


@pytest.mark.parametrize("name", ["★ ★ Cộng", "★ Cộng ★", "★★☆ Cộng", "★★ Cộng ☆"])
def test_stars_stand_nowhere_else(check, name):
    ((line, message),) = check(name)
    assert line == 3 and "★" in message


def test_a_long_page_has_an_easy_one_and_a_harder_one(check):
    assert check(*["★★ A"] * 4) == check(*["★ A"] * 4) == []
    assert check(*["★★ A"] * 4, "★ A") == []
    for star, words in (("★", "bài nào cũng một ★"), ("★★", "không bài nào một ★")):
        ((line, message),) = check(*[f"{star} A"] * 5)
        assert line == 3 and f"5 bài tập mà {words}" in message
    found = check(*["★★ A", "★★★ A"] * 3)
    assert [line for line, _ in found] == [3]


def test_an_exercise_within_a_listing_is_no_exercise(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "a.md").write_text("# A\n\n````md\n```{exercise} Cộng\n```\n````\n", "utf-8")
    assert levels.check(tmp_path) == []
