"""Pictures that move: explore() outputs become HTML and files; builders other than HTML get a still.

The doctree keeps the whole payload (at most 400 kB a picture): a deleted output folder can be written again.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from booktools.sphinx import live_files
from booktools.sphinx.mime import add_renderer
from hocsau.interactive.controls import ordered, plays

MIME = "application/vnd.hocsau.explore+json"
FOLDER = "explore"
NARROW = "(max-width: 640px)"  # also book/_static/explore.js
logger = logging.getLogger(__name__)


class ExploreError(SphinxError):
    category = "Hình tương tác không dùng được"


class explore(nodes.General, nodes.Element):
    """Holds the payload; its children are what builders other than HTML show."""


class ExploreRenderer:
    """Gives myst-nb the node of an explore() output."""

    mime_priority_overrides = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        env = renderer.renderer.sphinx_env
        if data.mime_type != MIME or inline or env is None or not hasattr(env, "hocsau_explore"):
            return None
        payload = json.loads(json.dumps(data.content))  # plain dicts: the doctree is pickled
        default = f"{data.cell_index}-{data.output_index}"
        options = renderer.renderer.get_cell_level_config(
            "render_image_options", data.cell_metadata, line=data.line
        )
        node = explore(
            payload=payload,
            figure_id=f"explore-{payload.get('name') or default}",
            picture_classes=str(options.get("classes", "")).split(),  # photo: not turned over in the dark
        )
        if "png" in payload:
            content = base64.b64decode(payload.pop("png"))
            name = f"{hashlib.sha256(content).hexdigest()[:20]}.png"
            node += nodes.image(uri=renderer.write_file([name], content, exists_ok=True), alt=payload["alt"])
        else:
            node += nodes.raw("", payload["html"], format="html")
        node += nodes.paragraph("", payload["reading"])
        return [node]


class WriteExplore(SphinxPostTransform):
    """Runs after myst-nb has chosen the MIME type (priority 4): HTML, or the still and its reading."""

    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        builder = self.app.builder
        for node in list(self.document.findall(explore)):
            if not is_web(builder):
                node.replace_self(node.children)
                continue
            folder = Path(builder.outdir) / builder.imagedir / FOLDER
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in files(node["payload"]).items():
                (folder / name).write_bytes(content)
            images = relative_uri(builder.get_target_uri(self.env.docname), f"{builder.imagedir}/{FOLDER}")
            html = to_html(node["payload"], node["figure_id"], f"{images}/", node["picture_classes"])
            node.replace_self(nodes.raw("", html, format="html", live=node["payload"].get("page", "")))


def is_web(builder: Builder) -> bool:
    return builder.format == "html" and builder.name != "epub"


def files(payload: dict[str, Any]) -> dict[str, bytes]:
    """The stills and the strips of frames, named by what they hold; the still first."""
    encoded = [payload["still"]] if "still" in payload else []
    encoded += payload.get("frames", {}).get("strips", [])
    if "narrow" in payload:
        encoded += [payload["narrow"]["still"], *payload["narrow"]["strips"]]
    contents = [base64.b64decode(text) for text in encoded]
    return {f"{hashlib.sha256(content).hexdigest()[:20]}.webp": content for content in contents}


def to_html(payload: dict[str, Any], figure_id: str, images: str, picture_classes: Sequence[str] = ()) -> str:
    """What the page holds: all of it reads without JavaScript but the controls, which explore.js unveils."""
    names = [name_of(text) for text in payload.get("frames", {}).get("strips", [])]
    spec = {"id": figure_id, "alt": payload["alt"], "controls": payload["controls"]}
    if "page" in payload:
        spec |= {"page": payload["page"], "data": payload["data"]}
    else:
        frames = payload["frames"]
        spec |= {"readings": frames["readings"], "per": frames["per"], "base": images}
        spec |= {"html": frames["html"]} if "html" in frames else {"strips": names}
        if slim := payload.get("narrow"):
            strips = [name_of(text) for text in slim["strips"]]
            spec["narrow"] = {key: slim[key] for key in ("per", "width", "height")} | {"strips": strips}
    if "still" in payload:
        size = f'width="{payload["width"]}" height="{payload["height"]}"'
        source = images + name_of(payload["still"])
        kind = f'class="{escape(" ".join(picture_classes))}" ' if picture_classes else ""
        picture = (
            f'<img {kind}src="{source}" alt="{escape(payload["alt"])}" {size} loading="lazy" '
            'decoding="async">'
        )
        if slim := payload.get("narrow"):
            size = f'width="{slim["width"]}" height="{slim["height"]}"'
            other = f'<source media="{NARROW}" srcset="{images}{name_of(slim["still"])}" {size}>'
            picture = f"<picture>{other}{picture}</picture>"
    else:
        picture = payload["html"]
    controls = "\n".join(
        _control(control, f"{figure_id}-{control['name']}") for control in payload["controls"]
    )
    script = json.dumps(spec, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    # What is said stands by the controls and keeps room for the longest of what may be said.
    longest = max([payload["reading"], *payload.get("frames", {}).get("readings", [])], key=len)
    drawn = f' data-page="{escape(payload["page"])}"' if "page" in payload else ""  # for the style sheet
    return f"""<div class="hs-explore" id="{figure_id}"{drawn} role="group" aria-label="Hình tương tác">
<div class="hs-explore-head">
<div class="hs-explore-controls" hidden>
{controls}
</div>
<div class="hs-explore-said" data-longest="{escape(longest)}">
<p class="hs-explore-reading" aria-live="polite">{escape(payload["reading"])}</p>
</div>
</div>
<div class="hs-explore-picture">{picture}</div>
<script type="application/json">{script}</script>
</div>"""


def name_of(encoded: str) -> str:
    return f"{hashlib.sha256(base64.b64decode(encoded)).hexdigest()[:20]}.webp"


def _control(control: dict[str, Any], control_id: str) -> str:
    texts, index, label = control["texts"], control["index"], escape(control["label"])
    if control["kind"] == "choice" and not ordered(texts):
        options = "".join(
            f"<option{' selected' if i == index else ''}>{escape(text)}</option>"
            for i, text in enumerate(texts)
        )
        field = f'<select id="{control_id}" autocomplete="off">{options}</select>'
        value = ""
    else:  # steps over the values that were kept, by their places
        field = (
            f'<input id="{control_id}" type="range" min="0" max="{len(texts) - 1}" step="1" value="{index}" '
            f'aria-valuetext="{escape(texts[index])}" autocomplete="off">'
        )
        less, more = (_step(control_id, *words) for words in (("less", "−", "Giảm"), ("more", "+", "Tăng")))
        play = _step(control_id, "play", "", "Chạy từng bước") if plays(control["label"]) else ""
        field = f'<div class="hs-explore-row">{less}{field}{more}{play}</div>'
        value = f'<span class="hs-explore-value" aria-hidden="true">{escape(texts[index])}</span>'
    name = f'<label id="{control_id}-label" for="{control_id}">{label}</label>'
    return f'<div class="hs-explore-control">{name}{value}{field}</div>'


def _step(control_id: str, kind: str, sign: str, verb: str) -> str:
    """A button beside a slider, described by its label: as a name that would be taken for the slider's."""
    return (
        f'<button type="button" class="hs-explore-{kind}" aria-label="{verb}" '
        f'aria-describedby="{control_id}-label" aria-controls="{control_id}">{sign}</button>'
    )


# --- which page has what ----------------------------------------------------------------------------------


def prepare(app: Sphinx) -> None:
    if not hasattr(app.env, "hocsau_explore"):
        app.env.hocsau_explore = {}  # docname -> {"files": {name: bytes}}
    if is_web(app.builder):
        live_files.publish(Path(app.srcdir), Path(app.outdir) / "_static")


def note(app: Sphinx, doctree: nodes.document) -> None:
    found = list(doctree.findall(explore))
    if not found:
        return
    docname, ids, used = app.env.docname, [node["figure_id"] for node in found], {"files": {}}
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        names = ", ".join(i.removeprefix("explore-") for i in twice)
        raise ExploreError(f"{docname}: có hai hình tương tác cùng tên {names}; hãy đổi name của một hình")
    for node in found:
        payload = node["payload"]
        made = files(payload)
        used["files"] |= {name: len(content) for name, content in made.items()}
        if "page" in payload:
            script = f"{live_files.LIVE}/{payload['page']}.js"
            if not (Path(app.srcdir) / script).is_file():
                raise ExploreError(f"{docname}: không có {script} cho hình page={payload['page']!r}")
        count = len(payload.get("frames", {}).get("readings", [])) or 1
        grid = " × ".join(f"{len(c['texts'])}/{c['of']}" for c in payload["controls"])
        size = sum(map(len, made.values())) / 1000
        logger.info("%s #%s: %d hình (%s), %.0f kB", docname, node["figure_id"], count, grid, size)
    app.env.hocsau_explore[docname] = used


def purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    getattr(env, "hocsau_explore", {}).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    env.hocsau_explore |= {
        name: other.hocsau_explore[name] for name in docnames if name in other.hocsau_explore
    }


def add_assets(
    app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Only pages with a moving picture, their own or a borrowed one (toys.py), load what moves it."""
    if doctree is None or not is_web(app.builder):
        return
    used = {node["live"] for node in doctree.findall(nodes.raw) if "live" in node}
    if not used:
        return
    app.add_css_file(live_files.STYLE, priority=810)
    for name in sorted(used & set(live_files.APART)):
        app.add_css_file(f"live/{name}.css", priority=811)
    for script in live_files.in_order(used - {""}):
        app.add_js_file(f"live/{script}.js", loading_method="defer")
    app.add_js_file("explore.js", loading_method="defer", priority=810)


def tidy(app: Sphinx, exception: Exception | None) -> None:
    """Frames of earlier builds that no page shows any more go away."""
    if exception is not None or not is_web(app.builder):
        return
    wanted = {name for used in app.env.hocsau_explore.values() for name in used["files"]}
    for path in _published(app):
        if path.name not in wanted:
            path.unlink()


def _published(app: Sphinx) -> Iterator[Path]:
    yield from (Path(app.outdir) / app.builder.imagedir / FOLDER).glob("*.webp")


def setup(app: Sphinx) -> dict[str, Any]:
    add_renderer(ExploreRenderer)
    app.add_node(explore)
    app.add_post_transform(WriteExplore)
    app.connect("builder-inited", prepare)
    app.connect("doctree-read", note)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
    app.connect("html-page-context", add_assets)
    app.connect("build-finished", tidy)
    return {"version": "1", "env_version": 2, "parallel_read_safe": True, "parallel_write_safe": True}
