"""{station}: a resting place in a chapter, a quiz of two or three questions (syntax: see booktools.quiz).

Its card shows the line of all the stations of the page: those behind, this one, those ahead. Everything else
is the quiz's own.
"""

from html import escape

from docutils import nodes
from sphinx.application import Sphinx

from booktools.sphinx import quiz_nodes as q
from booktools.sphinx.data_nodes import page_only
from booktools.sphinx.quiz import QuizDirective

NAME = "Chỗ nghỉ"


class StationDirective(QuizDirective):
    default_title = ""
    node_class = q.station


def way(titles: list[str], labels: list[str], here: int) -> str:
    """The line of a page's stations as HTML; `here` counts from 0."""
    stops = []
    for place, (title, label) in enumerate(zip(titles, labels, strict=True)):
        state = "behind" if place < here else "here" if place == here else "ahead"
        current = ' aria-current="step"' if place == here else ""
        words = escape(f"{NAME} {place + 1}: {title}")
        stops.append(
            f'<li class="is-{state}"><a href="#{label}" title="{words}"{current}>'
            f'<span class="visually-hidden">{words}</span></a></li>'
        )
    return f'<ol class="station-way d-print-none" aria-label="Các chỗ nghỉ của trang">{"".join(stops)}</ol>\n'


def lay_way(app: Sphinx, doctree: nodes.document) -> None:
    """Number the stations of a page and give each the line of them all."""
    stations = list(doctree.findall(q.station))
    titles = [station.children[0].astext() for station in stations]
    labels = [station["label"] for station in stations]
    for here, station in enumerate(stations):
        place = nodes.inline("", f"{NAME} {here + 1}/{len(stations)}", classes=["station-place"])
        station.children[0][0:0] = [place, nodes.inline("", " · ", classes=["station-dot"])]
        station.insert(1, page_only("", way(titles, labels, here), format="html"))


def setup(app: Sphinx) -> dict[str, bool]:
    for extension in ("quiz", "data_nodes"):
        app.setup_extension(f"booktools.sphinx.{extension}")
    app.add_directive("station", StationDirective)
    app.connect("doctree-read", lay_way)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
