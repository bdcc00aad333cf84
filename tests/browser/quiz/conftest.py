"""The page with two quizzes, built once for all who test it."""

from pathlib import Path

import pytest
from quiz_page import BOOK, PAGE


@pytest.fixture(scope="session")
def book(small_book) -> Path:
    return small_book(BOOK, {"index.md": PAGE})


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")
