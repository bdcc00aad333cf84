"""The doctree of a guess and its HTML; options, prompt and explanations are those of a quiz (quiz_nodes).

Elsewhere than on the page every node is an ordinary docutils node: a question, its options, a folded answer.
"""

import json
from collections.abc import Callable
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from booktools.guess import Axis
from booktools.guess.model import knots
from booktools.sphinx.quiz_nodes import visitor

# The plot area of an axes picture; guess.js knows the same numbers.
LEFT, TOP, WIDTH, HEIGHT = 52, 12, 296, 186
TICKS = 4


class guess(nodes.container):
    """A guess: task line, prompt, options, key. Attributes: kind, unit, data (for guess.js)."""


class guess_key(nodes.container):
    """The answer and its explanations. Attributes: entry (what the reader works with, for the page)."""


class guess_veil(nodes.container):
    """What waits for the guesses of the attribute `guesses`."""


def _guess(translator: HTML5Translator, node: nodes.Element) -> str:
    (name,) = node["ids"]
    data = "".join(f' data-{key}="{translator.attval(str(value))}"' for key, value in node["data"].items())
    return (
        f'<div class="guess" id="{name}" role="group" data-kind="{node["kind"]}" '
        f'data-unit="{translator.attval(node["unit"])}"{data} '
        f'aria-labelledby="{name}-task" aria-describedby="{name}-prompt">\n'
    )


def _key(translator: HTML5Translator, node: nodes.Element) -> str:
    """What the reader works with, the verdict, and the answer, folded for whoever has no script."""
    (name,) = node.parent["ids"]
    return (
        f'<div class="guess-form">{ENTRIES[node.parent["kind"]](name, node.parent)}'
        '<p class="guess-buttons"><button type="button" class="guess-commit">Chốt</button> '
        '<button type="button" class="guess-pass">Xem luôn</button></p></div>\n'
        '<div class="guess-said" role="status"></div>\n<details class="guess-key">\n'
    )


def _no_entry(name: str, node: nodes.Element) -> str:
    return ""


def _number_entry(name: str, node: nodes.Element) -> str:
    return (
        f'<p class="guess-entry"><label for="{name}-entry">Bạn đoán</label> '
        f'<input type="text" inputmode="decimal" autocomplete="off" id="{name}-entry"> '
        f"<span>{escape(node['unit'])}</span></p>"
    )


def _drawn_entry(name: str, node: nodes.Element) -> str:
    x, y = node["axes"]
    if node["kind"] == "point":
        sliders = [_slider(x.label, x), _slider(y.label, y)]
    else:
        sliders = [_slider(f"{y.label} khi {x.label} = {at:g}", y) for at in knots(x, node["count"])]
    limits = json.dumps([x.low, x.high, y.low, y.high])
    return (
        f'<div class="guess-axes" data-axes="{limits}">{axes_picture(x, y)}'
        f'<div class="guess-sliders">{"".join(sliders)}</div></div>'
    )


def _slider(label: str, axis: Axis) -> str:
    middle = axis.low + round((axis.high - axis.low) / 2 / axis.step) * axis.step
    return (
        f'<label><span>{escape(label)}</span> <input type="range" min="{axis.low:g}" max="{axis.high:g}" '
        f'step="{axis.step:g}" value="{middle:g}" autocomplete="off"> '
        f'<span aria-hidden="true">{middle:g}</span></label>'
    )


def axes_picture(x: Axis, y: Axis) -> str:
    """Two axes with grid, ticks and names, to draw on; what is heard of it are the sliders."""
    bottom, right = TOP + HEIGHT, LEFT + WIDTH
    parts = []
    for i in range(TICKS + 1):
        across, up = LEFT + WIDTH * i / TICKS, bottom - HEIGHT * i / TICKS
        parts.append(f'<path d="M{across:g} {TOP}V{bottom}M{LEFT} {up:g}H{right}"/>')
        parts.append(f'<text x="{across:g}" y="{bottom + 16}">{_tick(x, i)}</text>')
        parts.append(f'<text class="guess-up" x="{LEFT - 6}" y="{up + 4:g}">{_tick(y, i)}</text>')
    parts.append(f'<text x="{LEFT + WIDTH / 2:g}" y="{bottom + 34}">{escape(x.label)}</text>')
    turned = f'transform="translate(13 {TOP + HEIGHT / 2:g}) rotate(-90)"'
    parts.append(f"<text {turned}>{escape(y.label)}</text>")
    box = f'viewBox="0 0 {right + 12} {bottom + 42}"'
    return f'<svg {box} aria-hidden="true" focusable="false">{"".join(parts)}</svg>'


def _tick(axis: Axis, i: int) -> str:
    return f"{axis.low + (axis.high - axis.low) * i / TICKS:.6g}".replace("-", "\u2212")


ENTRIES: dict[str, Callable[[str, nodes.Element], str]] = {
    "choice": _no_entry,
    "number": _number_entry,
    "point": _drawn_entry,
    "line": _drawn_entry,
}


def _veil(translator: HTML5Translator, node: nodes.Element) -> str:
    return f'<div class="guess-veil" data-guesses="{" ".join(node["guesses"])}">\n'


def _end(tag: str) -> Callable[[HTML5Translator, nodes.Element], str]:
    return lambda translator, node: f"</{tag}>\n"


HTML = {guess: (_guess, "div"), guess_key: (_key, "details"), guess_veil: (_veil, "div")}


def setup(app: Sphinx) -> dict[str, bool]:
    for node, (opening, tag) in HTML.items():
        handlers = (visitor(opening, "visit_container"), visitor(_end(tag), "depart_container"))
        app.add_node(node, html=handlers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
