"""Names that the glossary forbids are found in prose, in quizzes, in pictures' words; nowhere else."""

import unicodedata

import pytest

from booktools.checks import terms

GLOSSARY = """\
# Bảng thuật ngữ

```{glossary}
đạo hàm
derivative
  Độ dốc.

layer
tầng
  Một khối. Không phải {term}`lớp`.

  Không dùng: lớp ẩn, lớp đầu ra.

learning rate
  Độ dài bước.

  Không dùng: tốc độ học, hệ số học.

lớp
  Câu trả lời.
```
"""


@pytest.fixture
def lint(tmp_path):
    def run(text: str = "", name: str = "book/a.md", glossary: str = GLOSSARY) -> list[str]:
        for file, content in (("book/glossary.md", glossary), (name, text)):
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_text(content, encoding="utf-8")
        return [str(problem) for problem in terms.check(tmp_path)]

    return run


def test_the_chosen_names_pass(lint):
    assert lint("Dùng learning rate nhỏ ở mỗi layer; lớp là câu trả lời.\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "Chọn tốc độ học nhỏ.",
        "Tốc độ học là gì?",
        "Chọn **tốc độ học** nhỏ",
        "Chọn tốc độ\nhọc nhỏ",  # across a line's end: reported where it begins
        "Chọn tốc  độ học",
        "Chọn tốc\u00a0độ học",
        "Chọn TỐC ĐỘ HỌC",
        "Chọn *tốc độ* học, **tốc độ** *học*",
        "Chọn _tốc độ học_",
        "> Chọn tốc độ\n> học",
        "- Chọn tốc độ\n  học",
        '```{code-cell} ipython3\nax.set_xlabel("tốc độ\\nhọc")\n```',
        '```{code-cell} ipython3\nax.set_xlabel("cao\\ntốc độ học")\n```',
        '```{code-cell} ipython3\ndef draw(k):\n    return f"{k} nhân tốc độ " f"học {k}"\n```',
        '```{code-cell} ipython3\ntext = ("chọn tốc độ "\n        f"học {k}")\n```',
        '```{code-cell} ipython3\nexplore(draw, lr=slider(0, 1, label="tốc độ học"))\n```',
        "```{code-cell} ipython3\n---\nmystnb:\n  image:\n    alt: >-\n      tốc độ\n      học\n---\n1\n```",
        "```{admonition} Tốc độ học\nx\n```",
        "````{note}\n```{figure} a.png\n:alt: hình\n\nVề tốc độ học.\n```\n````",
        "::::{quiz}\n:label: a\n:::{question} choice\n:id: b\nHỏi?\n\n- [x] a => Tốc độ học\n:::\n::::",
        "Xem {ref}`tốc độ học <s-3-3-2>`.",
        "Xem {term}`tốc độ học`.",
        "Xem [tốc độ học](a.md).",
        "![tốc độ học](a.png)",
        "| a | tốc độ học |\n|---|---|",
        '```{code-cell} ipython3\nx = 1\nprint("tốc độ học", x)\n```',
        "```{code-cell} ipython3\n---\nmystnb:\n  image:\n    alt: hình tốc độ học\n---\nplot()\n```",
        "```{code-cell} ipython3\n%matplotlib inline\nax.set(title=f'tốc độ học {x}')\n```",
    ],
)
def test_a_forbidden_name_is_found(lint, text):
    place = next(n for n, line in enumerate(text.split("\n"), 1) if "tốc" in line.lower())
    message, *others = lint(text)
    assert len(others) == text.count("**tốc độ**")
    assert message.startswith(f"book/a.md:{place}: '")
    assert message.endswith("': sách gọi là 'learning rate' (book/glossary.md:17)")


@pytest.mark.parametrize("text", ["a cost function", "Cost functions", "hyper\u2011parameters"])
def test_english_names_are_found_in_the_plural_and_with_any_hyphen(lint, text):
    names = "cost function, hyper-parameter"
    assert len(lint(text, glossary=GLOSSARY.replace("lớp ẩn, lớp đầu ra", names))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Có nơi gọi là `tốc độ học`.",
        "$\\text{tốc độ học}$ và\n$$\n\\text{tốc độ học}\n$$",
        "```{math}\n\\text{tốc độ học}\n```",
        "```python\nx = 'tốc độ học'\n```",
        "```{code-cell} ipython3\ntốc_độ_học = 1  # tốc độ học\n```",
        "<!-- tốc độ học -->",
        "% tốc độ học",
        "Xem [bài này](https://vi.example.org/tốc độ học).",
        "tốc độ họcx, siêutốc độ học",
        "tốc độ\n\nhọc",  # two paragraphs
        "---\ntitle: tốc độ học\n---\nx",
    ],
)
def test_code_formulas_addresses_and_other_words_pass(lint, text):
    if "vi.example.org" in text:
        text = text.replace("tốc độ học", "tốc%20độ")
    assert lint(text) == []


def test_every_use_is_reported_with_its_line(lint):
    assert [m.split(": ")[0] for m in lint("lớp ẩn\n\nvà lớp ẩn, lớp đầu ra\n")] == [
        "book/a.md:1", "book/a.md:3", "book/a.md:3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("README.md", "tốc độ học"),
        ("data/README.md", "tốc độ học"),
        ("code/hocsau/a.py", 'x = 1\nraise ValueError(f"tốc độ học {x}")\n'),
        ("code/hocsau/a.py", 'raise ValueError(\n    f"{x} tốc độ "\n    f"học"\n)\n'),
        ("code/hocsau/a.py", 'def f():\n    """Chọn tốc\n    độ học."""\n'),
        ("code/booktools/a.py", 'SAYS = "tốc độ học"\n'),
        ("code/booktools/sphinx/templates/a.html", "<p>tốc độ học</p>\n"),
        ("book/live/a.js", 'label.textContent = "tốc độ học";\n'),
        ("book/chapters.yml", "- about: tốc độ học\n"),
    ],
)
def test_readmes_messages_scripts_and_templates_are_read_too(lint, name, text):
    assert len(lint(text, name)) == 1


def test_comments_and_names_of_code_and_titles_of_sources_are_left_alone(lint):
    assert lint("x = 1  # tốc độ học\n", "code/hocsau/a.py") == []
    assert lint("*Về tốc độ học*, bài giảng", "book/sources.md") == []


def test_the_glossary_s_own_text_is_read_too(lint):
    assert lint(glossary=GLOSSARY.replace("Độ dài bước.", "Là tốc độ học.")) == [
        "book/glossary.md:15: 'tốc độ học': sách gọi là 'learning rate' (book/glossary.md:17)"
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("lớp\n  Câu", "layer\n  Câu", 19, "'layer' đã có ở dòng 8"),
        ("hệ số học", "đạo hàm", 17, "'đạo hàm' vừa bị cấm vừa là một mục (dòng 4)"),
        ("hệ số học", "lớp ẩn", 17, "'lớp ẩn' đã bị cấm ở dòng 12"),
        ("tốc độ học,", "tốc độ học,,", 17, "có chỗ trống giữa hai dấu phẩy"),
        ("đạo hàm\nderivative", "ma trận\nmatrix", 8, "'layer' phải đứng trước 'ma trận'"),
        ("hệ số học.", "hệ số học", 17, "kết thúc bằng dấu chấm"),
        ("bước.\n\n  Không", "bước. Không", 15, "phải ở một dòng riêng"),
    ],
)
def test_a_glossary_that_cannot_be_obeyed_is_told(lint, old, new, line, message):
    assert old in GLOSSARY
    found = lint(glossary=GLOSSARY.replace(old, new))
    assert any(one.startswith(f"book/glossary.md:{line}: ") and message in one for one in found), found


def test_without_a_glossary_or_entries_the_lint_does_not_pass_silently(tmp_path, lint):
    assert [str(problem) for problem in terms.check(tmp_path)] == [
        "book/glossary.md:1: không thấy bảng thuật ngữ"
    ]
    assert lint(glossary="# Bảng thuật ngữ\n") == ["book/glossary.md:1: bảng thuật ngữ không có mục nào"]


def test_decomposed_letters_do_not_hide_a_forbidden_name(lint):
    assert len(lint(unicodedata.normalize("NFD", "tốc độ học"))) == 1
