"""The docstrings of hocsau as nodes: paragraphs, `code`, examples, what is under Tham số, Trả về, Lỗi.

Một câu nói nó làm gì.

Tham số:
    x: mảng (N, D); dòng sau thụt vào thêm
        thì nối vào dòng trước.
Trả về: mảng (N,).

    một đoạn thụt vào là ví dụ, giữ nguyên dòng
"""

import inspect
import re
import textwrap
from collections.abc import Iterator

from docutils import nodes

HEAD = re.compile(r"^(?P<head>Tham số|Thuộc tính|Trả về|Lỗi|Shape|Nguồn)\s*:\s*(?P<rest>.*)$")
ENTRY = re.compile(r"^(?P<name>[*\w][^:–]*?)(?:: | – |:$)(?P<text>.*)$")
MARKED = re.compile(r"(`+[^`]+`+|\*\*\w[^*]*\w\*\*)")
Lines = list[str]


def content(docstring: str) -> list[nodes.Element]:
    """The nodes of a docstring."""
    return list(_content(inspect.cleandoc(docstring).split("\n")))


def text(words: str) -> list[nodes.Node]:
    """Words with `code` and **strong words** in them."""
    made: list[nodes.Node] = []
    for part in MARKED.split(" ".join(words.split())):
        if part.startswith("`"):
            made.append(nodes.literal("", part.strip("`")))
        elif MARKED.fullmatch(part):
            made.append(nodes.strong("", part.strip("*")))
        elif part:
            made.append(nodes.Text(part))
    return made


def _content(lines: Lines) -> Iterator[nodes.Element]:
    while lines:
        first = lines[0]
        if not first.strip():
            lines = lines[1:]
        elif match := HEAD.match(first):
            taken, lines = _headed(lines, bool(match["rest"]))
            yield from _section(match["head"], match["rest"], taken)
        elif _indented(first) or first.startswith(">>>"):
            taken, lines = _example(lines)
            code = textwrap.dedent("\n".join(taken))
            yield nodes.literal_block(code, code, language="text")
        elif first.startswith("- "):
            taken, lines = _until_blank(lines)
            items = re.split(r"(?m)^- ", "\n".join(taken))[1:]
            yield _list([text(item) for item in items])
        else:
            taken, lines = _paragraph(lines)
            yield nodes.paragraph("", "", *text("\n".join(taken)))


def _indented(line: str) -> bool:
    return line.startswith(" ")


def _headed(lines: Lines, begun: bool) -> tuple[Lines, Lines]:
    """The lines under a heading: indented ones; with words beside it, those that go on after them too."""
    end = 1
    while end < len(lines) and lines[end].strip() and not HEAD.match(lines[end]):
        if not begun and not _indented(lines[end]):
            break
        end += 1
    return lines[1:end], lines[end:]


def _example(lines: Lines) -> tuple[Lines, Lines]:
    """Indented lines with the blank ones between them; or an interactive session, up to a blank line."""
    if lines[0].startswith(">>>"):
        return _until_blank(lines)
    end = next((i for i, line in enumerate(lines) if line.strip() and not _indented(line)), len(lines))
    while not lines[end - 1].strip():
        end -= 1
    return lines[:end], lines[end:]


def _until_blank(lines: Lines) -> tuple[Lines, Lines]:
    end = next((i for i, line in enumerate(lines) if not line.strip()), len(lines))
    return lines[:end], lines[end:]


def _paragraph(lines: Lines) -> tuple[Lines, Lines]:
    end = next((i for i, line in enumerate(lines) if i and _ends_paragraph(line)), len(lines))
    return lines[:end], lines[end:]


def _ends_paragraph(line: str) -> bool:
    return not line.strip() or _indented(line) or line.startswith("- ") or bool(HEAD.match(line))


def _section(head: str, rest: str, lines: Lines) -> Iterator[nodes.Element]:
    if rest:
        lead = nodes.strong("", f"{head}: ")
        yield nodes.paragraph("", "", lead, *text("\n".join([rest, *lines])))
        return
    yield nodes.paragraph("", "", nodes.strong("", f"{head}:"))
    yield _list(list(_entries(textwrap.dedent("\n".join(lines)).split("\n"))))


def _entries(lines: Lines) -> Iterator[list[nodes.Node]]:
    """Each `name: words` with the lines that go on under it."""
    groups: list[Lines] = []
    for line in lines:
        if groups and _indented(line):
            groups[-1].append(line)
        elif line.strip():
            groups.append([line])
    for first, *more in groups:
        match = ENTRY.match(first)
        if match:
            name = match["name"].strip("`")
            yield [nodes.literal("", name), nodes.Text(": "), *text("\n".join([match["text"], *more]))]
        else:
            yield text("\n".join([first, *more]))


def _list(items: list[list[nodes.Node]]) -> nodes.bullet_list:
    return nodes.bullet_list(
        "", *(nodes.list_item("", nodes.paragraph("", "", *item)) for item in items), bullet="-"
    )
