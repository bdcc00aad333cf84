"""Rules for things that no page has are taken out of the themes' style sheets, and comments out of ours.

The theme's sheet holds all of Bootstrap, and the browser must read it before it draws the first letter. A
selector stays unless it names a class that stands in no page and in no script. Our own sheets lose their
comments: a fifth of what the browser would wait for.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import tinycss2
from sphinx.application import Sphinx
from tinycss2.ast import AtRule, Node, QualifiedRule

SHEETS = (
    "styles/pydata-sphinx-theme.css",
    "styles/sphinx-book-theme.css",
    "sphinx-design.min.css",
    "mystnb.*.css",
)
OURS = "book/_static"
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
CLASSES = re.compile(r'class="([^"]*)"')
WORD = re.compile(r"[A-Za-z_][\w-]*")
NAMED = re.compile(r"\.(-?[A-Za-z_](?:[\w-]|\\.)*)")
# What stands in :not(…), :is(…), :where(…) may be absent and the selector still match.
INNER = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")
NESTED = {"media", "supports", "layer"}


def classes_of(pages: Iterable[str], scripts: Iterable[str]) -> set[str]:
    """Every class that stands in a page, and every word of the scripts, since those may set classes."""
    found: set[str] = set()
    for page in pages:
        for names in CLASSES.findall(page):
            found.update(names.split())
        for script in re.findall(r"<script\b[^>]*>(.*?)</script>", page, re.DOTALL):
            found.update(WORD.findall(script))
    for script in scripts:
        found.update(WORD.findall(script))
    return found


def purge(css: str, used: set[str]) -> str:
    """The sheet without the selectors that can match nothing."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(_kept(rules, used))


def without_comments(css: str) -> str:
    """The sheet as the browser reads it."""
    return COMMENT.sub("", css)


def _kept(rules: Iterable[Node], used: set[str]) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            selectors = [part for part in _selectors(rule.prelude) if _may_match(part, used)]
            if selectors:
                yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content).strip()}}}\n"
        elif isinstance(rule, AtRule) and rule.lower_at_keyword in NESTED and rule.content is not None:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            body = "".join(_kept(inner, used))
            if body:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{body}}}\n"
        else:
            yield rule.serialize() + "\n"


def _selectors(prelude: list[Node]) -> Iterator[str]:
    part: list[Node] = []
    for token in prelude:
        if token == ",":
            yield tinycss2.serialize(part).strip()
            part = []
        else:
            part.append(token)
    yield tinycss2.serialize(part).strip()


def _may_match(selector: str, used: set[str]) -> bool:
    named = NAMED.findall(INNER.sub("", selector))
    return all(name.replace("\\", "") in used for name in named)


def written_by_hand(static: Path) -> list[Path]:
    """The scripts that may name a class; numbers in base64 (live_files.write_data) spell any short word."""
    return [path for path in static.rglob("*.js") if not path.name.endswith(".data.js")]


def purge_build(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.name != "html":
        return
    out = Path(app.outdir)
    pages = (path.read_text("utf-8") for path in out.rglob("*.html"))
    scripts = (path.read_text("utf-8") for path in written_by_hand(out / "_static"))
    used = classes_of(pages, scripts)
    for pattern in SHEETS:
        for sheet in (out / "_static").glob(pattern):
            sheet.write_text(purge(sheet.read_text("utf-8"), used), "utf-8")
    for source in (Path(app.srcdir) / OURS).glob("*.css"):
        (out / "_static" / source.name).write_text(without_comments(source.read_text("utf-8")), "utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("build-finished", purge_build, priority=950)  # after weight.py, which deletes files
    return {"parallel_read_safe": True, "parallel_write_safe": True}
