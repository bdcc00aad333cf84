"""The table of all pages, and what is over its limit."""

from collections.abc import Iterable

from booktools.audit.page import Audit

# 0.8 of 900 px is also within a window of 768; 0.92 of 740 is what the bar on top leaves of a phone.
LIMITS = {
    "kilobytes": 600.0,
    "lcp": 1500.0,
    "cls": 0.05,
    "findings": 0,
    "cut": 0,
    "cut_on_phone": 0.2,
    "tall": 0.8,
    "tall_on_phone": 0.92,
}
HEAD = ("trang", "kB (gzip)", "LCP (ms)", "CLS", "lỗi axe", "ô code", "cắt ở 1440", "cắt ở 360") + (
    "hình cao nhất ở 1440",
    "ở 360",
)


def over(row: Audit) -> list[str]:
    """The numbers of a page that are over their limits, in words."""
    said = []
    if row.kilobytes > LIMITS["kilobytes"]:
        said.append(f"{row.page}: tải {row.kilobytes:.0f} kB, quá {LIMITS['kilobytes']:.0f} kB")
    if row.lcp > LIMITS["lcp"]:
        said.append(f"{row.page}: LCP {row.lcp:.0f} ms, quá {LIMITS['lcp']:.0f} ms")
    if row.cls > LIMITS["cls"]:
        what = f" ({', '.join(row.jumped)})" if row.jumped else ""
        said.append(f"{row.page}: CLS {row.cls:.3f}, quá {LIMITS['cls']}{what}")
    if row.cut > LIMITS["cut"]:
        said.append(f"{row.page}: {row.cut} trong {row.cells} ô code bị cắt ở màn hình rộng 1440")
    if row.cut_on_phone >= LIMITS["cut_on_phone"] * max(row.cells, 1):
        said.append(f"{row.page}: {row.cut_on_phone} trong {row.cells} ô code bị cắt ở màn hình rộng 360")
    for share, key, name, width in (
        (row.tall, "tall", row.tallest[0], 1440),
        (row.tall_on_phone, "tall_on_phone", row.tallest[1], 360),
    ):
        if share > LIMITS[key]:
            said.append(
                f"{row.page}: hình {name} cao {share:.0%} cửa sổ ở bề rộng {width}, quá {LIMITS[key]:.0%}"
            )
    return said + [f"{row.page}: {finding}" for finding in row.findings]


def line(row: Audit) -> str:
    """One page in a line, printed while the others are still being measured."""
    page, kilobytes, lcp, cls, findings, cells, cut, phone, tall, tall_on_phone = _shown(row)
    code = f"{cells} ô code: {cut} bị cắt ở 1440, {phone} ở 360"
    pictures = f"hình cao nhất {tall} ở 1440, {tall_on_phone} ở 360"
    return f"  {page}: {kilobytes} kB, LCP {lcp} ms, CLS {cls}, {findings} lỗi axe, {code}, {pictures}"


def _shown(row: Audit) -> tuple[str, ...]:
    """The numbers of a page as they are printed, in the order of HEAD."""
    measured = f"{row.kilobytes:.0f}", f"{row.lcp:.0f}", f"{row.cls:.3f}"
    counted = (len(row.findings), row.cells, row.cut, row.cut_on_phone)
    shares = f"{row.tall:.0%}", f"{row.tall_on_phone:.0%}"
    return row.page, *measured, *map(str, counted), *shares


def table(rows: Iterable[Audit]) -> str:
    """The pages in Markdown, the limits in the last line."""
    limits = (
        f"{LIMITS['kilobytes']:.0f}",
        f"{LIMITS['lcp']:.0f}",
        f"{LIMITS['cls']}",
        str(LIMITS["findings"]),
        "",
        str(LIMITS["cut"]),
        f"< {LIMITS['cut_on_phone']:.0%}",
        f"{LIMITS['tall']:.0%}",
        f"{LIMITS['tall_on_phone']:.0%}",
    )
    cells = [HEAD, *map(_shown, rows), ("giới hạn", *limits)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEAD))]

    def padded(row: tuple[str, ...]) -> str:
        first, *rest = (
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return f"| {' | '.join([first, *rest])} |"

    dashes = ["-" * (widths[0] + 2), *("-" * (width + 1) + ":" for width in widths[1:])]
    return "\n".join([padded(cells[0]), f"|{'|'.join(dashes)}|", *map(padded, cells[1:])]) + "\n"
