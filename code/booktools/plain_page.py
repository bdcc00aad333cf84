"""The dress of the pages that stand alone, 404 and "no network": logo and colours inside, no file asked for."""

from pathlib import Path
from urllib.parse import quote

LOGO = (Path(__file__).resolve().parents[2] / "book" / "_static" / "favicon.svg").read_text("utf-8").strip()
ICON = f"data:image/svg+xml,{quote(LOGO)}"
# The book's colours (book.css), by the system's light or dark.
STYLE = """
  :root { color-scheme: light dark; --ground: #fff; --ink: #1f2530; --quiet: #57606c; --link: #0b5394;
    --line: #d6dae0; --box: #f5f6f8; --focus: #7a3fb8; }
  @media (prefers-color-scheme: dark) {
    :root { --ground: #14161a; --ink: #dfe3e9; --quiet: #a9b1bc; --link: #86bdf7;
      --line: #3b424d; --box: #1e2229; --focus: #c8a4f2; }
  }
  body { max-width: 36rem; margin: 12vh auto 4rem; padding: 0 1.25rem; background: var(--ground);
    color: var(--ink); font: 1.0625rem/1.7 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
  .brand { display: flex; align-items: center; gap: 0.75rem; color: var(--quiet); font-weight: 600; }
  .brand svg { width: 3rem; height: 3rem; flex: none; }
  h1 { margin: 1.5rem 0 0.5rem; font-size: 1.9rem; line-height: 1.3; }
  h2 { margin: 2.5rem 0 0.5rem; font-size: 1.2rem; }
  a { color: var(--link); text-underline-offset: 0.2em; }
  a:focus-visible, button:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
  .ways, ul { display: grid; gap: 0.5rem; margin: 1.5rem 0; padding: 0; list-style: none; }
  .ways a, li a, button { display: block; box-sizing: border-box; min-height: 2.75rem; padding: 0.55rem 1rem;
    border: 1px solid var(--line); border-radius: 0.5rem; background: var(--box); color: var(--link);
    font: inherit; font-weight: 600; text-align: left; text-decoration: none; }
  .ways a:hover, li a:hover, button:hover { border-color: currentColor; }
"""
BRAND = f'<p class="brand">{LOGO} Học sâu — sách tương tác</p>'
PLACES = {"/* style */": STYLE, "<!-- brand -->": BRAND, "data:,": ICON}


def dressed(page: str) -> str:
    """The page with style, logo and icon in their places; ValueError for a page that lacks one."""
    for place, content in PLACES.items():
        if page.count(place) != 1:
            raise ValueError(f"trang phải có đúng một chỗ {place!r}; đang có {page.count(place)}")
        page = page.replace(place, content)
    return page
