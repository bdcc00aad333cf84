"""How hard an exercise is: one, two or three ★ at the head of its name, and what each of them means."""

import re

MEANINGS = ("dùng ngay điều vừa đọc", "ghép vài điều", "phải nghĩ")  # of one, two and three stars
MOST = len(MEANINGS)
HEAD = re.compile(rf"\s*(★{{1,{MOST}}}) (?=[^\s★]|$)")  # $: a formula may follow


def split_level(name: str) -> tuple[int, str]:
    """The level of an exercise and its name without the stars; level 0 when no stars stand as they should."""
    match = HEAD.match(name)
    return (len(match[1]), name[match.end() :]) if match else (0, name)
