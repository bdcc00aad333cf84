"""Builds the book: Sphinx extensions, notebook export, checks and the command line."""
