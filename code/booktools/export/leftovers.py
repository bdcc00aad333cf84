"""Finds MyST that a notebook would show raw, in Markdown that should have none."""

import re
from itertools import zip_longest

from markdown_it import MarkdownIt
from markdown_it.token import Token

DIRECTIVE = re.compile(r"^\s*(?:>\s*)*(:{3,}|`{3,}\s*\{|~{3,}\s*\{)")
ROLE = re.compile(r"\{[\w:+.-]+\}$")
TARGET = re.compile(r"^\([\w.:-]+\)=\s*$")
COMMENT = re.compile(r"^%\s")
MATHS = re.compile(r"(?<!\\)\$\$.*?(?<!\\)\$\$|(?<!\\)\$[^$]+?(?<!\\)\$", re.DOTALL)


def leftovers(markdown: str) -> list[str]:
    """Raw MyST in a Markdown cell, line by line as found; code and formulas are not looked at."""
    found = []
    for token in MarkdownIt("commonmark").enable("table").parse(MATHS.sub("…", markdown)):
        if token.type == "fence" and token.info.startswith("{"):
            found.append(f"```{token.info}")
        elif token.type == "inline":
            found += _in_text(token.children or [])
        elif token.type == "html_block":
            found += [
                line for line in token.content.splitlines() if DIRECTIVE.match(line) or TARGET.match(line)
            ]
    return found


def _in_text(children: list[Token]) -> list[str]:
    found = []
    for token, after in zip_longest(children, children[1:]):
        if token.type != "text":
            continue
        text = token.content
        if DIRECTIVE.match(text) or TARGET.match(text) or COMMENT.match(text):
            found.append(text)
        elif after is not None and after.type == "code_inline" and ROLE.search(text):
            found.append(f"{text}`{after.content}`")
    return found
