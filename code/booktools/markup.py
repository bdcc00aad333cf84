"""Cut a built page before it is parsed: parsing formulas and coloured code is most of the time."""

import re
from html import escape

from booktools import mathml

_SPAN = re.compile(r"<(/?)span\b")
_TAG = re.compile(r"<[^>]*>")
_MATHML = re.compile(r"<math\b.*?</math>", re.DOTALL)
_CODE = re.compile(r"(?<=<pre>).*?(?=</pre>)", re.DOTALL)


def article(text: str) -> str | None:
    """The article of a page, without the menus around it; None where there is none."""
    start, end = text.find('<article class="bd-article"'), text.rfind("</article>")
    return None if start < 0 or end < 0 else text[start : end + len("</article>")]


def as_words(text: str) -> str:
    """The page with formulas as lines of text, code bare: no element inside them, no LaTeX source."""
    text = _MATHML.sub(lambda math: escape(mathml.as_line(math.group()), quote=False), text)
    return _CODE.sub(lambda code: _TAG.sub("", code.group()), text)


def without_spans(text: str, name: str) -> str:
    """The page without its `<span class="name" …>…</span>`, spans inside them included.

    ValueError when such a span does not end.
    """
    opening = f'<span class="{name}"'
    kept, end = [], 0
    while (start := text.find(opening, end)) >= 0:
        kept.append(text[end:start])
        depth = 0
        for tag in _SPAN.finditer(text, start):
            depth += -1 if tag[1] else 1
            if depth == 0:
                end = text.index(">", tag.end()) + 1
                break
        else:
            raise ValueError(f"thẻ span của lớp {name} không đóng")
    return "".join([*kept, text[end:]])
