"""The audit's table and its verdicts, on numbers made up for the purpose."""

import pytest

from booktools.audit import LIMITS, Audit, over, table

GOOD = Audit("book/a.html", kilobytes=120.4, lcp=900, cls=0.01)


def test_a_good_page_is_not_named():
    assert over(GOOD) == []
    assert over(Audit("a", LIMITS["kilobytes"], LIMITS["lcp"], LIMITS["cls"])) == []  # at the limit is within
    assert over(Audit("a", 1, 1, 0, cells=50, cut_on_phone=9)) == []


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"kilobytes": 601}, "tải 601 kB"),
        ({"lcp": 1501}, "LCP 1501 ms"),
        ({"cls": 0.06, "jumped": ("hs-explore",)}, "CLS 0.060, quá 0.05 (hs-explore)"),
        ({"cells": 50, "cut": 1}, "1 trong 50 ô code bị cắt ở màn hình rộng 1440"),
        ({"cells": 50, "cut_on_phone": 10}, "10 trong 50 ô code bị cắt ở màn hình rộng 360"),
        ({"tall": 0.81, "tallest": ("explore-x", "")}, "hình explore-x cao 81% cửa sổ ở bề rộng 1440"),
        (
            {"tall_on_phone": 0.93, "tallest": ("", "explore-y")},
            "hình explore-y cao 93% cửa sổ ở bề rộng 360",
        ),
        ({"findings": ("label (light, 1 chỗ): input",)}, "label (light, 1 chỗ): input"),
    ],
)
def test_each_number_over_its_limit_is_named(bad, words):
    (said,) = over(Audit(**(vars(GOOD) | bad)))
    assert said.startswith("book/a.html: ") and words in said


def test_the_table_is_markdown_with_the_limits_last():
    lines = table([GOOD, Audit("book/longer_name.html", 1, 2, 0.5, ("x", "y"))]).splitlines()
    assert len({len(line) for line in lines}) == 1 and lines[0].startswith("| trang")
    assert [cell.strip() for cell in lines[2].strip("|").split("|")] == [
        "book/a.html",
        "120",
        "900",
        "0.010",
        "0",
        "0",
        "0",
        "0",
        "0%",
        "0%",
    ]
    assert "giới hạn" in lines[-1] and "600" in lines[-1] and lines[3].split("|")[5].strip() == "2"
