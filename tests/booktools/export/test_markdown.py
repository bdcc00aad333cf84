"""What each directive and role becomes. All cases are pages of one book, so that Sphinx runs once."""
# ruff: noqa: E501 (a case reads best as one line)

import re
from dataclasses import dataclass

import nbformat
import pytest

from booktools.export.blocks import DETAILS
from booktools.export.leftovers import leftovers
from booktools.export.notebook import extra_of
from booktools.export.run import skeletons


@dataclass
class Case:
    source: str
    expected: list[str]
    unexpected: tuple[str, ...] = ()


CASES = {
    "text": Case(
        "Giá 5\\$, 3 \\* 4, snake_case, a\\_b, &amp;lt; và \\[x\\]. *Nghiêng*, **đậm**, `mã`, H{sub}`2`O.\n",
        ["Giá 5\\$, 3 \\* 4, snake_case", "&amp;lt;", "\\[x\\]", "*Nghiêng*, **đậm**, `mã`, H<sub>2</sub>O."],
    ),
    "line_start": Case("Năm\n\\# không phải tiêu đề\n\n2\\. không phải danh sách\n", ["\n\\# không", "2\\. không"]),
    "code": Case("``a ` b`` và\n\n````\n```{note}\n````\n", ["``a ` b``", "````\n```{note}\n````"]),
    "inline_math": Case(
        "$w_1 x_{i_j} * y * \\hat{y}_i < \\{a\\}$\n", ["$w_1 x_{i_j} * y * \\hat{y}_i < \\{a\\}$"]
    ),
    "math": Case(
        "```{math}\n:label: eq-a\n:class: definition\nJ_{w_0} = \\sum_i x_i^{*} \\, y_i\n```\n\nTheo {eq}`eq-a`.\n",
        ["$$\nJ_{w_0} = \\sum_i x_i^{*} \\, y_i\n\\tag{", "}\n$$", ")](#cell-id=chuong-math)"],
    ),
    "math_lines": Case(
        "```{math}\na &= b_1 \\\\\n  &< c_{2}\n```\n",
        ["$$\n\\begin{aligned}\na &= b_1 \\\\\n  &< c_{2}\n\\end{aligned}\n$$"],
    ),
    "math_aligned": Case(
        "```{math}\n\\begin{aligned}\na &= b \\\\\n  &= c\n\\end{aligned}\n```\n",
        ["$$\n\\begin{aligned}\na &= b \\\\\n  &= c\n\\end{aligned}\n$$"],
    ),
    "math_matrix": Case(
        "```{math}\nX = \\begin{pmatrix} 1 & x_1 \\\\ 1 & x_2 \\end{pmatrix}\n```\n",
        ["$$\nX = \\begin{pmatrix} 1 & x_1 \\\\ 1 & x_2 \\end{pmatrix}\n$$"],
    ),
    "math_amsmath": Case(
        "\\begin{align}\na &= 1 \\\\\nb &= 2\n\\end{align}\n",
        ["$$\n\\begin{aligned}\na &= 1 \\\\\nb &= 2\n\\end{aligned}\n\\tag{"],
    ),
    "math_comment": Case("```{math}\na = 5\\% % nháp\n```\n", ["$$\na = 5\\%\n$$"], ("nháp",)),
    "admonition": Case(
        ":::{note}\nMột **ý**.\n\n```{math}\na &= b \\\\\n &= c\n```\n\n- x\n:::\n",
        ["> **Ghi chú**\n>\n> Một **ý**.\n>\n> $$\\begin{aligned} a &= b \\\\  &= c \\end{aligned}$$\n>\n> - x"],
    ),
    "admonition_titled": Case(":::{admonition} Đoán: $x_1$?\n:class: tip\nNào.\n:::\n", ["> **Đoán: $x_1$?**\n>\n> Nào."]),
    "admonition_kinds": Case(
        "".join(f":::{{{kind}}}\nA.\n:::\n\n" for kind in ("tip", "warning", "important", "seealso", "hint")),
        ["> **Mẹo**", "> **Cảnh báo**", "> **Quan trọng**", "> **Xem thêm**", "> **Gợi ý**"],
    ),
    "dropdown": Case(
        ":::{admonition} Gợi ý `mã` & *chữ*\n:class: dropdown\nTrong $x$.\n:::\n\n:::{dropdown} Mở\nNữa.\n:::\n",
        [
            DETAILS + "\n<summary>Gợi ý <code>mã</code> &amp; chữ</summary>\n\nTrong $x$.\n\n</details>",
            DETAILS + "\n<summary>Mở</summary>\n\nNữa.\n\n</details>",
        ],
    ),
    "figure": Case(
        "```{figure} _static/tron.svg\n:name: hinh-a\n:alt: Hình tròn\n\nCó $r_1$.\n```\n\nXem {numref}`hinh-a`.\n",
        ["![Hình tròn](data:image/svg+xml;base64,", "**Hình ", ".** Có $r_1$.", "Xem [Hình "],
    ),
    "image": Case(
        "```{image} _static/tron.svg\n:alt: Tròn \"to\"\n:width: 40px\n```\n",
        ['<img src="data:image/svg+xml;base64,', 'alt="Tròn &quot;to&quot;" width="40px">'],
    ),
    "drawn_figure": Case(
        "```{code-cell} ipython3\n---\ntags: [hide-input]\nmystnb:\n  image: {alt: 'Đường *cong*'}\n"
        "  figure: {name: hinh-ve, caption: 'Đường $x^2$.'}\n---\npass\n```\n\nXem {numref}`hinh-ve`.\n",
        [".** Đường $x^2$.", "<summary>Mô tả hình bằng lời</summary>\n\nĐường \\*cong\\*", "[Hình "],
    ),
    "sections": Case(
        "# Tên chương\n\n(s-1)=\n## Một\n\n### Hai $x_1$\n\nXem {numref}`s-1`, {ref}`s-1`, [đây](s-1).\n",
        [". Tên chương", '<a id="cell-id=s-1" name="cell-id=s-1"></a>\n\n## ', ".1. Một", ".1.1. Hai $x_1$"]
        + ["[Mục ", ".1](#cell-id=s-1), [Một](#cell-id=s-1), [đây](#cell-id=s-1)"],
        ("(s-1)=",),
    ),
    "elsewhere": Case(
        "{ref}`s-1`, {doc}`glossary`, {term}`gradient`, {term}`độ dốc <gradient>`.\n",
        ["[Một](https://chu-sach.github.io/sach/book/sections.html#s-1)"]
        + ["[Thuật ngữ](https://chu-sach.github.io/sach/book/glossary.html)"]
        + ["[gradient](https://chu-sach.github.io/sach/book/glossary.html#term-gradient)", "[độ dốc](https"],
    ),
    "citation": Case(
        "Theo {cite}`bengio2016`.\n\n## Đọc thêm\n\n```{bibliography}\n```\n",
        ["[Bengio, 2016](#cell-id=doc-them)", "- **[Ben16]** Yoshua Bengio. *Deep Learning*. MIT, 2016."],
    ),
    "footnote": Case("Câu[^a].\n\n[^a]: Có $x$.\n", ["Câu<sup>[1]</sup>.", "- <sup>[1]</sup> Có $x$."]),
    "table": Case(
        "| x | y |\n|---|---|\n| $\\lvert w \\rvert_1$ | `a\\|b` |\n",
        ["| x | y |\n| --- | --- |\n| $\\lvert w \\rvert_1$ | `a\\|b` |"],
    ),
    "list_table": Case(
        "```{list-table} Tên\n:name: bang\n:header-rows: 1\n* - A\n  - B\n* - $|w|$\n  - - một\n    - hai\n```\n",
        [".** Tên", "| A | B |\n| --- | --- |\n| $\\vert w\\vert $ | • một<br>• hai |"],
    ),
    "lists": Case(
        "1. một\n   - con\n2. hai\n\nLỏng:\n\n3. ba\n\n   đoạn nữa\n",
        ["1. một\n   - con\n2. hai", "3. ba\n\n   đoạn nữa"],
    ),
    "definitions": Case("Model\n: Một hàm.\n\n  Đoạn hai.\n", ["- **Model**: Một hàm.\n\n  Đoạn hai."]),
    "epigraph": Case("```{epigraph}\nHọc mãi.\n\n-- Lê-nin\n```\n", ["> Học mãi.\n>\n> — Lê-nin"]),
    "tabs": Case(
        "````{tab-set}\n```{tab-item} NumPy\nMột.\n```\n```{tab-item} Torch\nHai.\n```\n````\n",
        ["**NumPy**\n\nMột.\n\n**Torch**\n\nHai."],
    ),
    "cards": Case(
        "````{grid} 2\n```{grid-item-card} Thẻ\nChữ.\n```\n````\n", ["> **Thẻ**\n>\n> Chữ."]
    ),
    "quiet": Case("% lời nhắn\n\n{.lop #moc}\nĐoạn.\n\n(moc-b)=\nNữa.\n\n<!-- ẩn -->\n", ["Đoạn.\n\nNữa."], ("lời nhắn", "moc", "ẩn")),
    "exercise": Case(
        "```{exercise} Tính $f'$\n:label: ex-a\n\nTính.\n```\n\n```{solution-start} ex-a\n:class: dropdown\n```\n"
        "Nhân hai.\n\n```{code-cell} ipython3\nprint(2)\n```\n\nXong.\n\n```{solution-end}\n```\n\nXem {ref}`ex-a`.\n",
        [
            "## Bài tập ",
            " · Tính $f'$\n\nTính.",
            "</b> (hãy tự làm trước; ô code của lời giải được gấp ở dưới)</summary>\n\nNhân hai.\n\n</details>",
            "</b> (tiếp)</summary>\n\nXong.\n\n</details>",
            "](#cell-id=ex-a)",
        ],
    ),
    "solution_of_code": Case(
        "```{exercise}\n:label: ex-b\nViết.\n```\n\n```{solution-start} ex-b\n```\n```{code-cell} ipython3\nx = 1\n```\n"
        "```{solution-end}\n```\n",
        ["<summary><b>Lời giải bài tập ", "Lời giải là ô code ngay dưới đây.\n\n</details>"],
    ),
    "fold": Case(
        "```{fold-start} Vì sao $a = b$?\n```\n\nNhìn.\n\n```{code-cell} ipython3\nprint(3)\n```\n\nThấy.\n\n```{fold-end}\n```\n\nSau.\n",
        [
            "<summary>Vì sao $a = b$? (ô code được gấp ở dưới)</summary>\n\nNhìn.\n\n</details>",
            "<summary>Vì sao $a = b$? (tiếp)</summary>\n\nThấy.\n\n</details>\n\nSau.",
        ],
    ),
    "quiz": Case(
        "::::{quiz} Đố\n:label: quiz-x\n\n:::{question} choice\n:id: a\nChọn $x_1$?\n\n- [ ] Một. => Vì *sai*.\n"
        "- [x] Hai. => Vì $a_1$.\n:::\n:::{question} number\n:id: b\n:unit: triệu\nMấy?\n\n- [x] 4 => hai lần hai.\n"
        "- [ ] * => tính lại.\n:::\n::::\n\nXem {ref}`quiz-x`.\n",
        [
            "## Đố\n\n**Câu 1** · Chọn một đáp án\n\nChọn $x_1$?\n\n- **A.** Một.\n- **B.** Hai.\n\n" + DETAILS,
            "- **A** ✗ Sai. Vì *sai*.\n- **B** ✓ Đúng. Vì $a_1$.",
            "(đơn vị: triệu)\n\nMấy?",
            "[Đố](#cell-id=quiz-x)",
        ],
    ),
    "station": Case(
        "::::{station} Xong phần một\n:label: station-x\n\nBạn đã *đọc* xong.\n\n:::{question} choice\n:id: a\nMột?\n\n"
        "- [ ] Một. => Sai.\n- [x] Hai. => Đúng.\n:::\n:::{question} choice\n:id: b\nHai?\n\n- [ ] Một. => Sai.\n"
        "- [x] Hai. => Đúng.\n:::\n::::\n\nXem {ref}`station-x`.\n",
        [
            "## Chỗ nghỉ 1/1 · Xong phần một\n\nBạn đã *đọc* xong.\n\n**Câu 1** · Chọn một đáp án\n\nMột?",
            "**Câu 2** · Chọn một đáp án\n\nHai?",
            "](#cell-id=station-x)",
        ],
        ("station-way",),
    ),
    "guess": Case(
        ":::{guess} choice\n:id: a\n\nChọn $x_1$?\n\n- [ ] Một. => Vì *sai*.\n- [x] Hai. => Vì $a_1$.\n:::\n\n"
        ":::{guess} number\n:id: b\n:unit: lần\n\nMấy?\n\n- [x] 4 => hai lần hai.\n- [ ] * => tính lại.\n:::\n",
        [
            "**Đoán trước** · chọn một\n\nChọn $x_1$?\n\n- **A.** Một.\n- **B.** Hai.\n\n" + DETAILS,
            "- **A** ✗ Sai. Vì *sai*.\n- **B** ✓ Đúng. Vì $a_1$.",
            "**Đoán trước** · một con số (lần)\n\nMấy?\n\n" + DETAILS,
            "- **4 lần** ✓ Đúng. hai lần hai.\n- **Số khác** ✗ Sai. tính lại.",
        ],
        ("Chốt", "Xem luôn"),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory, write_book):
    root = write_book(tmp_path_factory.mktemp("cases"), {name: case.source for name, case in CASES.items()})
    return skeletons(root)


def markdown(notebook):
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


@pytest.mark.parametrize("name", CASES)
def test_case(notebooks, name):
    case, found = CASES[name], markdown(notebooks[name])
    position = 0
    for part in case.expected:
        assert part in found[position:], f"{part!r}\nkhông có trong\n{found[position:]}"
        position = found.index(part, position) + len(part)
    for part in case.unexpected:
        assert part not in found


@pytest.mark.parametrize("name", CASES)
def test_every_cell_is_plain_markdown_with_its_own_valid_id(notebooks, name):
    nbformat.validate(notebooks[name])
    ids = [cell.id for cell in notebooks[name].cells]
    assert len(ids) == len(set(ids))
    for cell in notebooks[name].cells:
        assert cell.cell_type == "code" or not leftovers(cell.source)


def test_links_inside_a_notebook_name_cells_that_exist(notebooks):
    seen = 0
    for notebook in notebooks.values():
        ids = {cell.id for cell in notebook.cells}
        for target in re.findall(r"\(#([^)]*)\)", markdown(notebook)):
            assert target.removeprefix("cell-id=") in ids
            assert f'<a id="{target}"' in markdown(notebook)  # for Colab and GitHub
            seen += 1
    assert seen >= 8


def test_solution_cells_are_folded_and_keep_their_code(notebooks):
    cell = next(cell for cell in notebooks["exercise"].cells if cell.source == "print(2)")
    assert cell.metadata["jupyter"] == {"source_hidden": True, "outputs_hidden": True}
    assert cell.metadata["cellView"] == "form"
    folded = next(cell for cell in notebooks["fold"].cells if cell.source == "print(3)")
    assert folded.metadata["jupyter"] == cell.metadata["jupyter"]


def test_hidden_input_shows_its_output(notebooks):
    cell = next(cell for cell in notebooks["drawn_figure"].cells if cell.source == "pass")
    assert cell.metadata["tags"] == ["hide-input"]
    assert cell.metadata["jupyter"] == {"source_hidden": True}


def test_first_cells_install_on_colab_and_link_to_page_and_colab(notebooks):
    install, title = notebooks["text"].cells[:2]
    assert 'if "google.colab" in sys.modules:' in install.source
    assert '%pip install -q "hocsau @ git+https://github.com/chu-sach/sach"' in install.source
    assert 'os.environ["GIT_TERMINAL_PROMPT"] = "0"' in install.source.split("%pip")[0], "git would wait"
    assert "raise RuntimeError" in install.source.split("%pip")[1], "a failed install must not pass"
    assert 'os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")' in install.source
    assert "https://chu-sach.github.io/sach/book/text.html" in title.source
    assert (
        "https://colab.research.google.com/github/chu-sach/sach/blob/main/notebooks/text.ipynb"
        in title.source
    )


def test_a_page_that_uses_the_network_of_imagenet_installs_it_on_colab():
    assert extra_of("from hocsau.torch import EfficientNetLite0") == "[pretrained]"
    assert extra_of("from hocsau.torch.features import pretrained\n") == "[pretrained]"
    assert extra_of("import hocsau.torch\nnot_pretrained = 1") == ""
