"""`audit` of a page that is not there."""

import pytest

from booktools.audit.run import run


def test_a_page_that_does_not_exist_is_said_before_any_browser_starts(tmp_path, monkeypatch):
    monkeypatch.setattr("booktools.audit.run.find_chromium", lambda: pytest.fail("it looked for a browser"))
    (tmp_path / "book").mkdir()
    for name in ("index.html", "book/index.html"):
        (tmp_path / name).write_text("<html></html>", "utf-8")
    with pytest.raises(FileNotFoundError, match="khong_co.html, nofile; .* book/index.html"):
        run(tmp_path, ["nofile", "book/index.html", "book/khong_co.html"])
