"""The list of chapters with their quizzes, and the map of concepts, as HTML and elsewhere."""

import re
from html import unescape

EXTENSIONS = [
    "myst_nb",
    "sphinx_exercise",
    "booktools.sphinx.guess",
    "booktools.sphinx.progress",
    "booktools.sphinx.concept_map",
]
QUIZ = """::::{quiz} Hỏi
:label: quiz-1

:::{question} choice
:id: mot

Sao?

- [x] Có. => Vì thế.
- [ ] Không. => Vì không.
:::
::::
"""
GUESS = (
    ":::{guess} choice\n:id: hai\n:covers: next\n\n"
    "Sao?\n\n- [x] Có. => Vì.\n- [ ] Không. => Vì.\n:::\n\nCó.\n"
)
EXERCISE = "```{exercise} Cộng\n:label: ex-1-1\n\nTính.\n```\n"
FRONT = (
    "---\nhocsau:\n  concepts:\n    đạo hàm: {at: s-1-1}\n    gradient: {at: s-1-1, needs: [đạo hàm]}\n---\n"
)
PAGES = {
    "_toc.yml": "format: jb-book\nroot: index\nchapters:\n- file: book/ch01_a\n- file: book/map\n",
    "index.md": "# Sách\n\n```{toctree}\nbook/ch01_a\nbook/map\n```\n",
    "book/ch01_a.md": f"{FRONT}# Một\n\n(s-1-1)=\n## Mục\n\n{GUESS}\n{QUIZ}\n{EXERCISE}",
    "book/map.md": "# Bản đồ\n\n```{progress}\n```\n\n```{concept-map}\n```\n",
}


def build(tmp_path, sphinx_build, pages=PAGES, **config):
    (tmp_path / "source" / "book").mkdir(parents=True, exist_ok=True)
    return sphinx_build(tmp_path, pages, extensions=EXTENSIONS, **config)


def test_the_page_gets_the_data_that_its_scripts_read(tmp_path, sphinx_build):
    assert build(tmp_path, sphinx_build) == ""
    html = (tmp_path / "html/book/map.html").read_text("utf-8")
    item = re.search(
        r'<li class="progress-item" data-chapter="ch01_a" data-exercises="(.*?)" data-guesses="(.*?)" '
        r'data-quizzes="(.*?)" data-sections="(.*?)">',
        html,
    )
    assert unescape(item[4]) == '[["s-1-1"]]'
    assert (unescape(item[3]), unescape(item[2])) == ('{"quiz-1": 1}', '["hai"]')
    assert unescape(item[1]) == '["ex-1-1"]'
    assert 'href="ch01_a.html"' in html and "concepts.js" in html
    assert '<li class="concept" data-name="gradient" data-needs="đạo hàm">' in html
    assert 'href="ch01_a.html#s-1-1"' in html
    assert "concepts.js" not in (tmp_path / "html/book/ch01_a.html").read_text("utf-8")


def test_elsewhere_they_are_lists(tmp_path, sphinx_build):
    pages = PAGES | {
        "book/ch01_a.md": PAGES["book/ch01_a.md"].replace(EXERCISE, "")
    }  # unknown to this builder
    assert build(tmp_path, sphinx_build, pages, builder="text") == ""
    text = (tmp_path / "text/book/map.txt").read_text("utf-8")
    assert "Một" in text and "gradient cần: đạo hàm" in text


def test_a_need_that_nobody_teaches_fails_the_build_by_file_and_line(tmp_path, sphinx_build):
    pages = PAGES | {"book/ch01_a.md": PAGES["book/ch01_a.md"].replace("[đạo hàm]", "[tích phân]")}
    said = build(tmp_path, sphinx_build, pages)
    assert "book/ch01_a.md:5: 'gradient' cần 'tích phân', mà không chương nào dạy" in said
