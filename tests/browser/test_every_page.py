"""What holds for every page of the built book: quiet, within the phone, in Vietnamese, readable, light."""

import re

import pytest

from booktools.checks.links import check_site
from booktools.chromium import until_quiet

CHAPTER = "book/ch03_linear_regression.html"
# English that the theme and the extensions would show by themselves.
ENGLISH = re.compile(
    r"\b(search|contents|skip to|back to|previous|next page|toggle|note|warning|tip|hint|caution|exercise \d"
    r"|solution to|click|show|hide|copy|copied|print|download|theme|color mode|light|dark|system settings"
    r"|navigation|link to|permalink|copyright|on this page|last updated|created (using|with)|built with"
    r"|source code|edit|report|close|menu|sidebar|figure \d|table \d|section \d|by [A-Z]\w+ (team|group))\b",
    re.IGNORECASE,
)
# The interface's own words: everything that is no chapter's text.
INTERFACE = """() => {
  const text = [];
  for (const e of document.querySelectorAll('[aria-label], [title], [placeholder], [data-bs-title]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'data-bs-title'])
      // what a citation shows is a source's own title
      if (e.hasAttribute(name) && !e.closest('.left-prev, .right-next, a[href*="sources.html#id"]'))
        text.push(e.getAttribute(name));
  const own = 'header, .bd-header-article, .skip-link, #pst-back-to-top, .page-toc.onthispage, ' +
    '.book-actions, .book-mend, .prev-next-subtitle, .book-footer, .book-search, ' +
    '.search-button-field, button, summary, ' +
    '.caption-number, .bd-links .caption, .eqno';
  for (const e of document.querySelectorAll(own)) {
    const seen = e.cloneNode(true);
    seen.querySelectorAll('noscript').forEach(part => part.remove());  // with scripts on, its source is text
    text.push(seen.textContent);
  }
  return text.map(t => t.replace(/\\s+/g, ' ').trim()).filter(Boolean);
}"""
# Text whose contrast with what lies behind it is under WCAG AA.
FAINT = """() => {
  const numbers = (c) => {
    const [r, g, b, alpha = 1] = c.match(/[\\d.]+/g).map(Number);
    return [...[r, g, b].map(v => (c.startsWith('color(srgb') ? v * 255 : v)), alpha];
  };
  const over = (top, under) => top.slice(0, 3).map((v, i) => v * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = (c) => {
    const [r, g, b] = c.map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const grounds = new Map(), ratios = new Map();
  const behind = (e) => {
    if (!e) return [255, 255, 255, 1];
    if (!grounds.has(e)) {
      const own = numbers(getComputedStyle(e).backgroundColor);
      grounds.set(e, own[3] === 1 ? own : over(own, behind(e.parentElement)));
    }
    return grounds.get(e);
  };
  const contrast = (colour, back) => {
    const key = `${colour} ${back}`;
    if (!ratios.has(key)) {
      const pair = [light(over(numbers(colour), back)), light(back)].sort((a, b) => b - a);
      ratios.set(key, (pair[0] + 0.05) / (pair[1] + 0.05));
    }
    return ratios.get(key);
  };
  const faint = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    const text = walk.currentNode.data.trim();
    if (!text || !e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (e.closest('svg, script, style, noscript, .katex-mathml, [disabled], [style*=transparent]')) continue;
    const style = getComputedStyle(e);
    const ratio = contrast(style.color, behind(e));
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5))
      faint.add(`${ratio.toFixed(2)} ${e.tagName}.${e.className} "${text.slice(0, 30)}"`);
  }
  return [...faint];
}"""

RAW_LATEX = re.compile(r"\$\$|\\(frac|text|begin|sum|hat|left|partial)\b|\\\(|\\\[")
# Follow each link of the page's contents: which do not bring their section to the top of the window? The
# last sections of a page cannot come so high.
TOP = """id => {
  const top = document.getElementById(id).getBoundingClientRect().top;
  const end = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
  return top >= 0 && (top <= 160 || (end && top < innerHeight)) ? null : `${id}: ${Math.round(top)}`; }"""
JUMPS = f"""async () => {{
  const top = {TOP}, wrong = [];
  for (const link of document.querySelectorAll(".page-toc a[href^='#']:not([href='#'])")) {{
    link.click();
    for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
    wrong.push(top(decodeURIComponent(link.hash.slice(1))));
  }}
  return wrong.filter(Boolean);
}}"""
TEXT = """() => {
  // innerText is empty where a far section is not laid out
  document.querySelectorAll('section').forEach(e => (e.style.contentVisibility = 'visible'));
  document.querySelectorAll('pre, code, .katex-mathml').forEach(e => e.remove());
  return document.body.innerText;
}"""

META = """() => Object.fromEntries([...document.querySelectorAll("meta[content]")].map(
  (e) => [e.getAttribute("property") || e.getAttribute("name"), e.content]))"""


@pytest.fixture(scope="module")
def names(site) -> list[str]:
    pages = [path.relative_to(site).as_posix() for path in sorted((site / "book").rglob("*.html"))]
    assert CHAPTER in pages and "book/index.html" in pages
    return [*pages, "search.html", "404.html"]


def test_from_disk_on_a_phone_nothing_moves_sideways_and_nothing_complains(
    open_page, site, names, sideways, unfold
):
    for name in names:
        page = open_page(site / name, width=360)
        assert sideways(page) == [], name
        unfold(page)
        assert sideways(page) == [], f"{name}, mở hết các phần gập"
        assert page.evaluate(JUMPS) == [], name
        page.context.close()


@pytest.mark.parametrize("width", [768, 1000, 1250])
def test_tablets_and_small_laptops_do_not_move_sideways(open_page, site, sideways, width):
    for name in ("book/index.html", CHAPTER):
        assert sideways(open_page(site / name, width=width)) == [], name


def test_over_http_on_a_laptop(open_page, site, serve, names, unfold):
    """One visit of each page: what it loads, what it says of itself, its words, its colours in both themes.

    A visit costs a second or two, and there are a hundred checks to make: so all of them are made in one.
    """
    server, weights, titles = serve(site), {}, {}
    for name in names:
        server.reset()
        page = open_page(server.url(name), reduced_motion="reduce")  # colours change at once
        until_quiet(page, lambda: len(server.log))
        assert [entry for entry in server.log if entry[1] != 200] == [], name
        weights[name] = server.bytes
        scripts = [path for path in server.paths if path.endswith(".js")]
        assert len(scripts) == len(set(scripts)), f"{name}: một script tải hai lần"
        assert not any("pagefind" in path or "fontawesome" in path for path in server.paths)
        if name.startswith("book/"):
            title = page.title()
            assert title not in titles, f"{name} và {titles.get(title)} cùng tên"
            titles[title] = name
            described_for_shared_links(page, name)
        assert page.evaluate(JUMPS) == [], name
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.wait_for_function(
                "theme => [theme, undefined].includes(document.documentElement.dataset.theme)", arg=theme
            )
            unfold(page)
            assert page.evaluate(FAINT) == [], f"{name}, {theme}"
        vietnamese_and_drawn(page, name)
        page.context.close()
    # Agreed are 600 kB; the theme's stock page is 850 kB.
    assert {name: weight for name, weight in weights.items() if weight > 480_000} == {}, weights
    assert weights[CHAPTER] > 50_000  # the count counts
    assert (site / "_static" / "social.png").is_file()


@pytest.mark.parametrize("width", [360, 1440])
def test_a_page_opened_at_a_section_shows_it(open_page, site, serve, width):
    server = serve(site)
    for name in (CHAPTER, "book/ch04_logistic_regression.html", "book/ch09_image_classification.html"):
        sections = re.findall(r'<section id="([^"]+)"', (site / name).read_text("utf-8"))
        for section in sections[len(sections) // 2], sections[-2]:
            page = open_page(f"{server.url(name)}#{section}", width=width)
            page.wait_for_timeout(300)
            assert page.evaluate(TOP, section) is None, name
            page.context.close()


def described_for_shared_links(page, name: str) -> None:
    meta = page.evaluate(META)
    assert meta["og:url"].endswith(name) and meta["og:image"].endswith("/_static/social.png")
    assert len(meta["og:description"]) > 20 and "\\" not in meta["og:description"], meta["og:description"]
    assert "Project name" not in str(meta)


def vietnamese_and_drawn(page, name: str) -> None:
    assert page.get_attribute("html", "lang") == "vi"
    words = page.evaluate(INTERFACE)
    assert len(words) > 10 or name == "404.html"
    assert [text for text in words if ENGLISH.search(text)] == [], name
    assert not RAW_LATEX.search(page.evaluate(TEXT)), name  # changes the page: the last thing asked


def test_without_javascript_the_page_reads(open_page, site):
    page = open_page(site / CHAPTER, java_script_enabled=False)
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator(".katex").first.is_visible()
    fold = page.locator("details.admonition").first
    fold.locator("summary").click()
    assert fold.locator(".dropdown-content").is_visible()
    assert not page.locator(".theme-switch-button").first.is_visible()


def test_every_link_and_picture_of_the_built_book_leads_somewhere(site):
    assert [str(problem) for problem in check_site(site)] == []
