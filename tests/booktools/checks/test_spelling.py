"""One spelling of Vietnamese words, told by line with the spelling that the book uses."""

import pytest

from booktools.checks import spelling


@pytest.fixture
def lint(tmp_path):
    def run(text: str, name: str = "book/a.md") -> list[str]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
        return [str(problem) for problem in spelling.check(tmp_path)]

    return run


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("hóa", "hoá"), ("xóa", "xoá"), ("tọa", "toạ"), ("hỏa", "hoả"), ("khỏe", "khoẻ"), ("lũy", "luỹ"),
        ("thủy", "thuỷ"), ("hủy", "huỷ"), ("lý", "lí"), ("kỹ", "kĩ"), ("ký", "kí"), ("tỷ", "tỉ"),
        ("đọa", "đoạ"),
    ],
)  # fmt: skip
def test_the_other_spelling_is_told(lint, word, ours):
    assert lint(f"Một.\n\nchuẩn {word} dữ liệu\n") == [f"book/a.md:3: '{word}': sách viết '{ours}'"]
    assert lint(f"chuẩn {ours} dữ liệu\n") == []


@pytest.mark.parametrize(
    "text",
    ["quý, quỹ, quả, của, mùa, tủa, hoàn toàn, khoảng, tuỳ, y tế, ý, yếu", "`hóa`", "Hòa Bình, Lý", "hóab"],
)
def test_other_words_names_and_code_pass(lint, text):
    assert lint(text) == []


def test_messages_pictures_and_readmes_are_read(lint):
    assert lint('x = 1  # hóa\nraise ValueError("mã hóa")\n', "code/hocsau/a.py") == [
        "code/hocsau/a.py:2: 'hóa': sách viết 'hoá'"
    ]
    assert len(lint("```{code-cell} ipython3\nax.set(title='mã hóa')\n```", "book/b.md")) == 2
    assert len(lint("kỹ", "README.md")) == 3


def test_forbidden_names_and_titles_of_others_are_left_alone(lint):
    assert lint("  Không dùng: chuẩn hóa.\n", "book/glossary.md") == []
    assert lint("Mã hóa, *lý thuyết*", "book/sources.md") == []
