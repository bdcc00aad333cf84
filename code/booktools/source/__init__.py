"""The book's sources: what every other part of booktools reads them by. Imports nothing of booktools itself.

problem   what a check reports: where, and what is wrong there
book      the files of the book, its pages in reading order, the number of a page's chapter
myst      MyST as lines and directives, with line numbers: cut by markdown-it, as the build itself cuts it
cells     code cells
columns   how wide code is, and all the code that a page shows
prose     the text that readers read, everything else blanked
concepts  what each chapter teaches and needs, from its front matter
"""
