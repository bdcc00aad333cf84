"""The page with the playground, built once for all who test it."""

import pytest

from hocsau.live import playground


@pytest.fixture(scope="session")
def book(live_book):
    return live_book(playground, alt="Mạng nhỏ", page="playground", name="choi")


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")
