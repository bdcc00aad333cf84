"""Hình "LSTM nối thơ" ở chương 17: viết tiếp lục bát từng kí tự, xác suất là những cột.

Trang HTML tự chạy mạng int8 (book/live/verse.js, text_nets.js); mạng và bảng vần chỉ được tải khi bạn chạm
vào hình lần đầu (`lazy_data`). Ở đây là bản Python của cùng phép tính.

    from hocsau.interactive import explore
    from hocsau.live import verse
    explore(verse.draw, page="verse", data=verse.page_data(), alt="…", **verse.controls())
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from hocsau.interactive import Choice, Slider, choice, slider
from hocsau.plotting.shapes import Shape, fixed, place, svg
from hocsau.text.light import for_page, rounded
from hocsau.text.metre import rhymes, tone_class
from hocsau.text.poet import END, LONGEST, STOPS, Law, opening_verses, shipped_poet
from hocsau.text.spelling import parse

OPENINGS = (
    "Trăm năm trong cõi người ta",
    "Hôm nay trời đẹp quá trời",
    "Ngoài sân gió thổi lá bay",
    "Nhớ ai",
)
FREE, LAWFUL = "tự do", "theo luật"
STEPS, BARS = 90, 8
WIDTH, ROW, LEFT, FULL = 340, 20, 44, 220
MASK = 0xFFFFFFFF


class Written(NamedTuple):
    """Các câu (câu cuối có thể dở), và xác suất của kí tự kế tiếp theo thứ tự bảng chữ."""

    verses: list[str]
    chances: list[float]


def controls() -> dict[str, Slider | Choice]:
    """Câu mở đầu, lối viết, nhiệt độ, gieo, và số kí tự viết thêm."""
    return {
        "opening": choice(list(OPENINGS), value=OPENINGS[0], label="mở đầu"),
        "way": choice([FREE, LAWFUL], value=FREE, label="lối viết"),
        "heat": slider(0.2, 1.4, 0.1, value=0.7, label="nhiệt độ"),
        "seed": slider(1, 30, 1, value=1, label="gieo"),
        "step": slider(0, STEPS, 1, value=6, label="bước: số kí tự viết thêm"),
    }


def page_data() -> dict[str, Any]:
    """Số đo của hình và kết quả lúc đầu; phần nặng nằm ở `lazy_data`."""
    start = {name: control.default for name, control in controls().items()}
    return {
        "bars": BARS,
        "width": WIDTH,
        "row": ROW,
        "left": LEFT,
        "full": FULL,
        "longest": LONGEST,
        "stops": STOPS,
        "lawful": LAWFUL,
        "start": {
            "reading": reading(**start),
            "shapes": shapes(**start),
            "verses": written(**start).verses,
        },
    }


@lru_cache(1)
def lazy_data() -> dict[str, Any]:
    """Mạng int8, các tiếng của lối viết theo luật, và nhóm vần của mọi tiếng viết được bằng chính tả."""
    network = shipped_poet()
    examples: dict[str, str] = {}
    for word in spellable(network.words):
        examples.setdefault(rhyme_key(word), voiced(word))
    keys = sorted(examples)
    near = [[m for m, b in enumerate(keys) if rhymes(examples[a], examples[b])] for a in keys]
    bare = {word: keys.index(rhyme_key(word)) for word in spellable(network.words)}
    return {
        "weights": for_page(rounded(network.weights)),
        "alphabet": network.alphabet,
        "words": " ".join(network.words),
        "groups": " ".join(f"{word}:{group}" for word, group in bare.items()),
        "near": near,
    }


@lru_cache(1)
def spellable(words: tuple[str, ...]) -> tuple[str, ...]:
    """Các tiếng bỏ dấu thanh ghép từ mọi âm đầu và mọi vần của `words`, viết đúng chính tả."""
    level = {toneless(word) for word in words}
    splits = [_split(word) for word in level]
    heads, tails = {head for head, _ in splits}, {tail for _, tail in splits}
    return tuple(sorted(w for head in heads for tail in tails if parse(voiced(w := head + tail))))


def _split(word: str) -> tuple[str, str]:
    at = next((k for k, c in enumerate(word) if c in "aăâeêioôơuưy"), len(word))
    return word[:at], word[at:]


TONES = {ord(mark): None for mark in "\u0300\u0301\u0309\u0303\u0323"}


def toneless(word: str) -> str:
    """Tiếng bỏ dấu thanh, giữ dấu của chữ: "người" → "ngươi"."""
    import unicodedata

    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(TONES))


def voiced(word: str) -> str:
    """Tiếng bỏ dấu thanh, thêm thanh sắc nếu phải có mới viết được ("đep" không được, "đép" thì được)."""
    return word if parse(word) else word + "\u0301"


def rhyme_key(word: str) -> str:
    """Phần quyết định vần của một tiếng bỏ dấu thanh: nguyên âm và âm cuối."""
    found = parse(voiced(word))
    assert found is not None, word
    return f"{found.nucleus}.{found.coda}"


def random(seed: int) -> Callable[[], float]:
    """mulberry32: bộ sinh số mà JavaScript cũng tính được y như thế; mỗi lần gọi một số trong [0, 1)."""
    state = (seed * 0x9E3779B9) & MASK

    def draw() -> float:
        nonlocal state
        state = (state + 0x6D2B79F5) & MASK
        t = state
        t = ((t ^ (t >> 15)) * (t | 1)) & MASK
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & MASK)) & MASK
        return (t ^ (t >> 14)) / 4294967296

    return draw


def written(opening: str, way: str, heat: float, seed: int, step: int) -> Written:
    """`opening` (một hay vài câu) viết thêm `step` kí tự.

    Lỗi:
        ValueError: `opening` có chữ không phải tiếng Việt, hay một câu hơn tám tiếng.
    """
    network, draw = shipped_poet(), random(seed)
    verses = opening_verses(opening)
    state = network.read(END + "".join(verse + END for verse in verses[:-1]), network.start())
    done, current = verses[:-1], verses[-1] if verses else ""
    state = network.read(current, state)
    if len(current.split()) in (6, 8):
        state, done, current = network.read(END, state), [*done, current], ""
    for k in range(step + 1):
        allowed = Law(done, network.words).next(current) if way == LAWFUL else None
        if not current.strip():
            allowed = allowed or "".join(c for c in network.alphabet if c.isalpha())
        if len(current) >= LONGEST:
            allowed = END
        chances = network.chances(network.logits(state), allowed, heat)
        if k == step:
            break
        left, chosen = draw(), int(np.argmax(chances))
        for place_of, share in enumerate(chances.tolist()):
            left -= share
            if left < 0:
                chosen = place_of
                break
        char = network.alphabet[chosen]
        state = network.read(char, state)
        if char == END:
            done, current = [*done, current], ""
        else:
            current += char
    return Written([*done, current], chances.tolist())


def marked(verse: str) -> str:
    """Bằng trắc của từng tiếng: "B B T …"; tiếng không phải tiếng Việt là "?"."""
    names = {"bằng": "B", "trắc": "T", None: "?"}
    return " ".join(names[tone_class(word.strip(STOPS))] for word in verse.split() if word.strip(STOPS))


def reading(opening: str, way: str, heat: float, seed: int, step: int) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    return said(written(opening, way, heat, seed, step))


def said(found: Written) -> str:
    """Như `reading`, từ một kết quả đã có."""
    lines = [verse for verse in found.verses if verse]
    last = lines[-1] if lines else ""
    top = found.chances.index(max(found.chances))
    sure = fixed(100 * found.chances[top], 0)
    tones = marked(last)
    count = len(tones.split())
    tail = f"Kế tiếp dễ là {shown(shipped_poet().alphabet[top])}, {sure} %."
    return f"Câu {len(lines)}: “{last}”, {count} tiếng, {tones or 'chưa có tiếng'}. {tail}"


def shown(char: str) -> str:
    """Tên đọc được của một kí tự."""
    return {" ": "dấu cách", END: "hết câu"}.get(char, f"“{char}”")


def shapes(opening: str, way: str, heat: float, seed: int, step: int) -> list[Shape]:
    """Tám kí tự dễ đứng kế tiếp nhất, mỗi kí tự một cột."""
    return bars(written(opening, way, heat, seed, step))


def bars(found: Written) -> list[Shape]:
    """Như `shapes`, từ một kết quả đã có."""
    alphabet, made = shipped_poet().alphabet, []
    order = sorted(range(len(alphabet)), key=lambda k: (-found.chances[k], k))[:BARS]
    for k, which in enumerate(order):
        share, y = found.chances[which], k * ROW
        name = {" ": "cách", END: "hết"}.get(alphabet[which], alphabet[which])
        made.append(["text", "word", {"x": 4, "y": y + 15}, name])
        made.append(
            ["rect", "moves", {"x": LEFT, "y": y + 3, "width": place(FULL * share), "height": 14}, ""]
        )
        at = {"x": place(LEFT + 6 + FULL * share), "y": y + 15}
        made.append(["text", "word", at, f"{fixed(100 * share, 1)} %"])
    return made


def draw(opening: str, way: str, heat: float, seed: int, step: int) -> tuple[str, str]:
    """Xác suất của kí tự kế tiếp, sau `step` kí tự viết thêm.

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    found = written(opening, way, heat, seed, step)
    return svg(bars(found), WIDTH, BARS * ROW), said(found)
