"""Hình "gõ không dấu, máy thêm dấu" ở chương 17.

Trang HTML tự chạy mạng int8 khi bạn gõ (book/live/diacritics.js, text_nets.js); mạng chỉ được tải khi bạn
chạm vào hình lần đầu (`lazy_data`). Ở đây là bản Python của cùng phép tính.

    from hocsau.interactive import explore
    from hocsau.live import diacritics
    explore(diacritics.draw, page="diacritics", data=diacritics.page_data(), alt="…",
            **diacritics.controls())
"""

from __future__ import annotations

import base64
from typing import Any, NamedTuple

import numpy as np

from hocsau.interactive import Choice, Slider, choice, slider
from hocsau.plotting.shapes import Shape, fixed, place, svg
from hocsau.text.light import for_page, rounded
from hocsau.text.restorer import ALPHA, BESIDE, PAIR, dressed, shipped_restorer

SENTENCES = (
    "hom nay troi dep qua",
    "toi muon mua mot con ca",
    "ban co muon di an pho khong",
    "me toi di cho mua rau",
    "chung ta phai hoc tieng Viet",
)
WORDS, WAYS = 12, 5  # how far the slider goes, how many bars
WIDTH, ROW, LEFT, FULL = 340, 26, 78, 200


class Restored(NamedTuple):
    """Chuỗi có dấu; và với mỗi tiếng: chữ đã gõ, chữ máy viết, các dạng kèm phần của nó."""

    text: str
    words: list[tuple[str, str, list[tuple[str, float]]]]


def controls() -> dict[str, Slider | Choice]:
    """Câu cho sẵn, và xem tiếng thứ mấy."""
    return {
        "sentence": choice(list(SENTENCES), value=SENTENCES[0], label="câu"),
        "word": slider(1, WORDS, 1, value=3, label="tiếng thứ"),
    }


def page_data() -> dict[str, Any]:
    """Số đo của hình, câu đầu và kết quả của nó; mạng nằm ở `lazy_data`."""
    start = {name: control.default for name, control in controls().items()}
    return {
        "ways": WAYS,
        "width": WIDTH,
        "row": ROW,
        "left": LEFT,
        "full": FULL,
        "start": {
            "text": restored(start["sentence"]).text,
            "reading": reading(**start),
            "shapes": shapes(**start),
        },
    }


def lazy_data() -> dict[str, Any]:
    """Mạng int8 và từ điển: bản dựng ghi thành một tệp riêng, trang tải khi cần."""
    network = shipped_restorer()
    return {
        "weights": for_page(rounded(network.weights)),
        "forms": " ".join(network.order),
        "counts": packed(network.counts),
        "pairs": packed(network.pairs),
        "beside": BESIDE,
        "pair": PAIR,
        "alpha": ALPHA,
    }


def packed(numbers: np.ndarray) -> str:
    """Các số nguyên 16 bit, dạng base64."""
    return base64.b64encode(np.ascontiguousarray(numbers, "<u2").tobytes()).decode("ascii")


def restored(text: str) -> Restored:
    """Chuỗi có dấu, và những dạng mà mạng cân nhắc cho từng tiếng, lớn trước; tổng các phần là 1."""
    network, words = shipped_restorer(), []
    pieces, last = [], 0
    for sentence in network.sentences(text):
        scored = network.scores([word.bare for word in sentence])
        chosen = network.choose(scored)
        for word, best, parts in zip(sentence, chosen, network.shares(scored, chosen), strict=True):
            given = text[word.start : word.end]
            if not word.open:
                words.append((given, given, [(given, 1.0)]))
                continue
            form = dressed(best, given)
            pieces += [text[last : word.start], form]
            last = word.end
            words.append((given, form, sorted(parts.items(), key=lambda item: -item[1])))
    return Restored("".join([*pieces, text[last:]]), words)


def reading(sentence: str, word: int) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    return said(restored(sentence), word)


def said(found: Restored, word: int) -> str:
    """Như `reading`, từ một kết quả đã có."""
    if not found.words:
        return "Chưa có tiếng Việt nào để thêm dấu."
    k = min(word, len(found.words))
    given, _, ways = found.words[k - 1]
    listed = ", ".join(f"{form} {fixed(100 * share, 0)} %" for form, share in ways[:3])
    return f"“{' '.join(form for _, form, _ in found.words)}”. Tiếng {k}, “{given}”: {listed}."


def shapes(sentence: str, word: int) -> list[Shape]:
    """Mỗi dạng của tiếng đang xem một cột nằm ngang, dài theo phần của nó."""
    return bars(restored(sentence), word)


def bars(found: Restored, word: int) -> list[Shape]:
    """Như `shapes`, từ một kết quả đã có."""
    made: list[Shape] = []
    if not found.words:
        return made
    _, _, ways = found.words[min(word, len(found.words)) - 1]
    for k, (form, share) in enumerate(ways[:WAYS]):
        y = k * ROW
        made.append(["text", "word", {"x": 4, "y": y + 18}, form])
        made.append(
            ["rect", "moves", {"x": LEFT, "y": y + 4, "width": place(FULL * share), "height": 18}, ""]
        )
        at = {"x": place(LEFT + 6 + FULL * share), "y": y + 18}
        made.append(["text", "word", at, f"{fixed(100 * share, 1)} %"])
    return made


def draw(sentence: str, word: int) -> tuple[str, str]:
    """Những dạng mà mạng cân nhắc cho tiếng thứ `word` của câu.

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    found = restored(sentence)
    return svg(bars(found, word), WIDTH, WAYS * ROW), said(found, word)
