"""A built page without what needs a screen: its article, and the answers taken out of it."""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from booktools import markup
from booktools.paper.contents import Entry

# What only a screen has: buttons, controls, what scripts fill in, other pictures for other widths.
SCREEN_ONLY = (
    "script, style, picture source, button, input, select, noscript, [hidden], .headerlink, .book-actions, "
    ".hs-explore-controls, .quiz-feedback, .guess-form, .guess-said, .guess-key, .d-print-none, .sr-only"
)
ANSWERS = "Lời giải và đáp án"


@dataclass
class Page:
    """What is printed of a page. `answers`: boxes of class "answer"; the text links to their ids."""

    entry: Entry
    title: str
    article: Tag
    answers: list[Tag] = field(default_factory=list)
    soup: BeautifulSoup = field(repr=False, default=None)

    @property
    def name(self) -> str:
        return self.entry.name


def read(html: Path, entry: Entry, drop: str) -> Page:
    """The page as built in `html`, without one half of its formulas; FileNotFoundError when it is not there.

    `drop` is "katex-html" (MathML stays, for e-readers) or "katex-mathml" (the drawn half stays, for print:
    both would double the text of the PDF). Code that the page folds away is not printed either.
    """
    path = html / f"{entry.docname}.html"
    if not path.is_file():
        raise FileNotFoundError(f"không có {path}: hãy build sách trước (make book)")
    printed = drop == "katex-mathml"
    # An e-reader may be as narrow as a phone, paper is not.
    unfit = ".math-narrow" if printed else ".math-wide"
    return of_text(markup.without_spans(path.read_text("utf-8"), drop), entry, unfit, folded_code=not printed)


def of_text(text: str, entry: Entry, unfit: str = ".math-narrow", folded_code: bool = True) -> Page:
    source = markup.article(text)
    if source is None:
        raise ValueError(f"{entry.docname}: trang không có phần bài viết (article.bd-article)")
    soup = BeautifulSoup(source, "html.parser")
    article = soup.article
    for element in article.select(f"{SCREEN_ONLY}, {unfit}"):
        if not element.decomposed:
            element.decompose()
    _name_anew(article)
    heading = article.find("h1")
    title = " ".join(heading.get_text().split()) if heading else entry.name
    page = Page(entry, title, article, soup=soup)
    if not folded_code:  # what only draws a picture is read on the page or in the notebook
        for code in article.select("details.hide .cell_input"):
            code.decompose()
    _take_answers(page)
    for fold in article.find_all("details"):
        unfold(fold)
    for answer in page.answers:
        for fold in answer.find_all("details"):
            unfold(fold)
    return page


def _name_anew(article: Tag) -> None:
    """An id that stands twice names nothing: the later ones go."""
    seen: Counter[str] = Counter()
    for element in article.find_all(id=True):
        seen[element["id"]] += 1
        if seen[element["id"]] > 1:
            del element["id"]


def unfold(fold: Tag) -> None:
    """A fold becomes a box that is open; the line that only said "show the code" goes, its seal stays."""
    summary = fold.find("summary", recursive=False)
    hidden_code = "hide" in fold.get("class", [])
    fold.name = "div"
    fold.attrs.pop("open", None)
    if summary is not None:
        if hidden_code:
            seal = summary.find(class_="seal")
            if seal is not None:
                seal.name = "p"
                fold.insert_before(seal.extract())
            summary.decompose()
        else:
            summary.name = "p"
            summary["class"] = ["fold-title"]


def _take_answers(page: Page) -> None:
    for fold in page.article.select("details.solution, details.quiz-key"):
        if fold.find_parent(class_="answer-text") is not None:
            continue  # goes along with the answer around it
        box = page.soup.new_tag("div", attrs={"class": "answer"})
        question = fold.find_parent(class_="quiz-question")
        summary = fold.find("summary", recursive=False)
        if question is not None:
            box["id"] = f"{question['id']}-key"
            title, words = _quiz_title(question), "Đáp án và giải thích"
        else:
            box["id"] = fold.get("id") or f"answer-{len(page.answers) + 1}"
            title, words = " ".join(summary.get_text().split()), "Lời giải"
        if summary is not None:
            summary.decompose()
        link = page.soup.new_tag("p", attrs={"class": "to-answer"})
        anchor = page.soup.new_tag("a", href=f"#{box['id']}")
        anchor.string = f"{words}: xem phần cuối"
        link.append(anchor)
        back = page.soup.new_tag("p", attrs={"class": "answer-title"})
        back.string = title
        fold.replace_with(link)
        fold.name = "div"
        fold.attrs = {"class": "answer-text"}
        box.extend([back, fold])
        page.answers.append(box)


def _quiz_title(question: Tag) -> str:
    quiz = question.find_parent(class_="quiz")
    name = quiz.select_one(".quiz-title") if quiz else None
    task = question.select_one(".quiz-task strong")
    words = [part.get_text() for part in (name, task) if part is not None]
    return " ".join(" · ".join(words).split())


def answers_section(page: Page) -> Tag | None:
    """The answers of a page as a section of its own; None when it has none."""
    if not page.answers:
        return None
    section = page.soup.new_tag("section", id="loi-giai-va-dap-an")
    heading = page.soup.new_tag("h2")
    heading.string = ANSWERS
    section.extend([heading, *page.answers])
    return section


def links(tags: list[Tag]) -> list[tuple[Tag, str]]:
    """Every link that does not leave the site: (tag, address)."""
    found = [(a, a["href"]) for tag in tags for a in tag.find_all("a", href=True)]
    return [(a, href) for a, href in found if not re.match(r"[a-z][a-z0-9+.-]*:|//", href)]
