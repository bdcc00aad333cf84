"""Cut parts out of a built page before it is parsed: parsing drawn formulas is most of the time."""

import re

_SPAN = re.compile(r"<(/?)span\b")


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
