"""Mixed normal forms, invisible characters and wrong encodings are found, with their line."""

import unicodedata

from booktools.checks import text

WORD = "tiếng Việt"


def write(root, name: str, content: bytes | str):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def messages(root) -> list[str]:
    return [str(problem) for problem in text.check(root)]


def test_composed_text_passes(tmp_path):
    for name in ("book/a.md", "data/README.md", "README.md", "code/x/y.py", "book/references.bib"):
        write(tmp_path, name, f"dòng một\n{WORD}\n")
    assert messages(tmp_path) == []


def test_decomposed_letters_are_found_everywhere(tmp_path):
    names = (
        "README.md",
        "_config.yml",
        "book/a/b.md",
        "book/references.bib",
        "code/x/y.py",
        "data/README.md",
    )
    for name in names:
        write(tmp_path, name, f"dòng một\n{unicodedata.normalize('NFD', WORD)}\n")
    found = messages(tmp_path)
    assert sorted(found) == sorted(
        f"{name}:2: 'tiếng' chưa ở dạng NFC (dấu đang tách khỏi chữ); hãy gõ lại" for name in names
    )


def test_one_decomposed_letter_among_composed_ones_is_found(tmp_path):
    write(tmp_path, "book/a.md", f"{WORD} và đa\u0323o hàm\n")
    assert messages(tmp_path) == ["book/a.md:1: 'đạo' chưa ở dạng NFC (dấu đang tách khỏi chữ); hãy gõ lại"]


def test_invisible_characters_are_found(tmp_path):
    write(tmp_path, "book/a.md", "gra\u200bdient\n")
    write(tmp_path, "book/b.md", "\ufeff# Tựa\n")
    assert messages(tmp_path) == [
        "book/a.md:1: kí tự vô hình ở cột 4: khoảng trắng rộng bằng 0 (U+200B); hãy xoá",
        "book/b.md:1: kí tự vô hình ở cột 1: BOM (U+FEFF); hãy xoá",
    ]


def test_a_file_that_is_no_utf8_is_found(tmp_path):
    write(tmp_path, "book/a.md", "một\nhai ".encode() + "ba".encode("utf-16"))
    assert messages(tmp_path) == ["book/a.md:2: không phải UTF-8; hãy lưu lại tệp bằng UTF-8"]


def test_what_others_made_is_not_ours_to_mend(tmp_path):
    write(tmp_path, "book/_static/vendor.min.js", unicodedata.normalize("NFD", WORD))
    assert messages(tmp_path) == []
