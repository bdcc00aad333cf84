"""Builds the book: Sphinx extensions, notebook export, checks and the command line."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]  # of the checkout: booktools is in no wheel
