"""An exercise on the page is one box: its name once, its stars at the right, its solution the last row."""

import pytest
from bs4 import BeautifulSoup

EXTENSIONS = ["myst_nb", "sphinx_exercise", "booktools.sphinx.vietnamese", "booktools.sphinx.exercises"]
PAGE = """# Thử

```{exercise} ★★ Cộng *a* và $b$
:label: ex-1

Tính.
```

```{solution-start} ex-1
:class: dropdown
```

Là hai.

```{solution-end}
```

```{exercise} ★ *Trừ*
:label: ex-2

Nghĩ.
```

Một đoạn ở giữa.

```{solution-start} ex-2
:class: dropdown
```

Đã nghĩ.

```{solution-end}
```

```{exercise}
:label: ex-3

Bài không tên, không sao.
```
"""
SETTINGS = {
    "extensions": EXTENSIONS,
    "numfig": True,
    "numfig_format": {"exercise": "Bài tập %s"},
}


@pytest.fixture(scope="module")
def page(tmp_path_factory, sphinx_build) -> BeautifulSoup:
    folder = tmp_path_factory.mktemp("exercises")
    assert sphinx_build(folder, {"index.md": PAGE}, **SETTINGS) == ""
    return BeautifulSoup((folder / "html" / "index.html").read_text(encoding="utf-8"), "html.parser")


def words(tag) -> str:
    return " ".join(tag.get_text().split())


def test_the_name_follows_the_number_and_stars_stand_apart(page):
    titles = [box.select_one(".admonition-title") for box in page.select(".exercise")]
    assert [words(title).replace("\\(b\\)", "b") for title in titles] == [
        "Bài tập 1 · Cộng a và b★★☆",
        "Bài tập 2 · Trừ★☆☆",
        "Bài tập 3",
    ]
    level = page.select_one(".exercise-level")
    assert (level["role"], level["aria-label"]) == ("img", "độ khó 2 trên 3")
    assert level["title"] == "độ khó 2 trên 3: ghép vài điều"
    assert titles[0].select_one("em") and titles[0].select_one("span.math")


def test_the_solution_is_the_last_row_of_its_box_and_says_its_number_to_who_cannot_see_it(page):
    for name, number in (("ex-1", "1"), ("ex-2", "2")):
        fold = page.select_one(f"#{name} > details.solution")
        assert fold is page.select_one(f"#{name}").find_all(recursive=False)[-1]
        summary = fold.select_one("summary")
        assert words(summary) == f"Lời giải Bài tập {number}"
        assert words(summary.select_one(".visually-hidden")) == f"Bài tập {number}"
        assert not fold.has_attr("open")
    assert len(page.select("details.solution")) == 2


def test_every_exercise_has_a_box_to_tick_that_says_its_number(page):
    boxes = page.select(".exercise > .exercise-done input")
    assert [box["data-exercise"] for box in boxes] == ["ex-1", "ex-2", "ex-3"]
    assert [words(box.parent) for box in boxes] == [f"đã làm Bài tập {number}" for number in (1, 2, 3)]


def test_other_builders_keep_what_the_source_says(tmp_path, sphinx_build):
    assert sphinx_build(tmp_path, {"index.md": PAGE}, builder="pseudoxml", **SETTINGS) == ""
    tree = (tmp_path / "pseudoxml" / "index.pseudoxml").read_text("utf-8")
    assert "★★" in tree and "exercise-level" not in tree
