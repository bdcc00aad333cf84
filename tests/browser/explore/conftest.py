"""The page of pictures, built once for all who test it; from http and as a file."""

from pathlib import Path

import pytest
from explore_page import outputs


@pytest.fixture(scope="session")
def book(explore_book) -> Path:
    return explore_book(outputs(), photos=["chup"])


@pytest.fixture(params=["http", "file"])
def page(request, open_page, serve, book):
    return open_page(serve(book).url("index.html") if request.param == "http" else book / "index.html")
