"""Pages are cut into directives, labels and sections as markdown-it cuts them in the build."""

from pathlib import Path

import yaml
from myst_nb.core.read import read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig

from booktools.source import myst
from booktools.source.cells import cells

ROOT = Path(__file__).resolve().parents[3]


def cut(text: str) -> list[tuple]:
    return [
        (block.name, block.argument, block.line, block.end, [line.text for line in block.body])
        for block in myst.directives(text)
    ]


def test_the_extensions_are_those_of_the_build():
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    assert set(config["parse"]["myst_enable_extensions"]) == myst.EXTENSIONS


def test_every_code_cell_of_the_book_is_found_as_the_build_finds_it():
    config = MdParserConfig(enable_extensions=set(myst.EXTENSIONS))
    for path in sorted((ROOT / "book").glob("ch*.md")):
        text = path.read_text(encoding="utf-8")
        built = read_myst_markdown_notebook(text, config=config, add_source_map=True, path=path)
        theirs = [
            (line, cell.source.strip(), cell.metadata.get("tags", []))
            for cell, line in zip(built.cells, built.metadata["source_map"], strict=True)
            if cell.cell_type == "code"
        ]
        ours = [(cell.line, cell.code.strip(), cell.tags) for cell in cells(text)]
        assert ours == theirs, path.name


def test_a_directive_s_lines_are_numbered_and_dedented():
    text = "một\n\n- hai\n\n  :::{note} Tên bài\n  ba\n    bốn\n  :::\n\n> ~~~{figure} a.png\n> năm\n> ~~~\n"
    assert cut(text) == [
        ("note", "Tên bài", 5, 8, ["ba", "  bốn"]),
        ("figure", "a.png", 10, 12, ["năm"]),
    ]


def test_a_directive_in_a_directive_keeps_its_line():
    text = "::::{quiz} Q\n:label: q\n\n:::{question} choice\n\nchữ\n:::\n::::\n"
    assert [(name, line, end) for name, _, line, end, _ in cut(text)] == [("quiz", 1, 8), ("question", 4, 7)]


def test_what_is_not_a_directive_hides_what_looks_like_one():
    hidden = "```{note}\n```\n"
    assert cut(f"~~~\n{hidden}~~~\n") == []
    assert cut(f"<!--\n{hidden}-->\n") == []
    assert cut("chữ\n\n    ```{note}\n    ```\n") == []
    assert cut(f"````{{code-cell}} ipython3\n{hidden}````\n") == [
        ("code-cell", "ipython3", 1, 4, ["```{note}", "```"])
    ]


def test_a_fence_that_is_never_closed_ends_with_the_text():
    assert cut("::::{quiz} Q\n:::{question} choice\n:::\n") == [
        ("quiz", "Q", 1, 0, [":::{question} choice", ":::"]),
        ("question", "choice", 2, 3, []),
    ]


def test_front_matter_is_read_and_blanked():
    text = "---\nhocsau: {a: 1}\n---\n\n# Tên\n"
    assert yaml.safe_load(myst.front_matter(text)) == {"hocsau": {"a": 1}}
    assert myst.without_front_matter(text) == "\n\n\n\n# Tên\n"
    assert myst.front_matter("# Tên\n\n---\n") == ""
    assert myst.without_front_matter("# Tên\n\n---\n") == "# Tên\n\n---\n"


def test_labels_are_found_everywhere_but_in_code():
    text = "(a)=\n# Tên\n\n:::{note}\n(b-2)=\nchữ\n:::\n\n```python\n(c)=\n```\n"
    assert [(line.number, line.text) for line in myst.targets(text)] == [(1, "a"), (5, "b-2")]


def test_sections_begin_at_their_first_label():
    text = "mở\n\n(a)=\n(b)=\n\n# Một\nx\n(c)=\n## Hai\n(d)=\nchữ\n(e)=\n# Ba\n"
    assert list(myst.sections(text)) == [
        ((), 1, "mở\n\n"),
        (("a", "b"), 3, "(a)=\n(b)=\n\n# Một\nx\n"),
        (("a", "b", "c"), 8, "(c)=\n## Hai\n(d)=\nchữ\n"),
        (("e",), 12, "(e)=\n# Ba\n"),
    ]
    assert "".join(piece for _, _, piece in myst.sections(text)) == text


def test_a_label_in_code_opens_no_section():
    text = "```\n(a)=\n# Một\n```\n"
    assert list(myst.sections(text)) == [((), 1, text)]
