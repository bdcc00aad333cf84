"""The keyboard alone reaches everything that can be clicked, and shows where it is."""

import pytest

# What a hand could press: seen and enabled. Of radio buttons with one name the Tab key visits one, arrows the
# others.
REACHABLE = """() => {
  const all = [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')];
  const seen = (e) => !e.disabled && e.tabIndex >= 0 &&
    e.checkVisibility({ visibilityProperty: true }) && !e.closest('dialog:not([open])');
  const groups = new Set();
  return all.filter((e) => {
    if (!seen(e)) return false;
    if (e.type !== 'radio') return true;
    const group = `${e.name}`;
    return !groups.has(group) && groups.add(group);
  }).map((e) => { e.dataset.wanted = '1'; return e; }).length;
}"""
# After a Tab: mark what has the focus (or its radio group), and say whether a ring is drawn around it.
STEP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  if (e.type === 'radio')
    for (const other of document.querySelectorAll(`input[type=radio][name="${CSS.escape(e.name)}"]`))
      delete other.dataset.wanted;
  delete e.dataset.wanted;
  // a folded part of the side menu draws its ring around the arrow inside
  const outlined = [e, ...e.children].map((part) => getComputedStyle(part)).some((style) =>
    (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none');
  const name = `${e.tagName}.${e.className} "${e.textContent.trim().slice(0, 30)}"`;
  return [outlined, name];
}"""
# A box that turned out to fit its place, once it was drawn, is no stop.
LEFT = """() => [...document.querySelectorAll('[data-wanted]')]
  .filter((e) => e.tabIndex >= 0)
  .map((e) => `${e.tagName}.${e.className} "${e.textContent.trim().slice(0, 30)}"`)"""


@pytest.mark.parametrize("name", ["index", "ch01_environment", "concept_map", "progress", "glossary"])
def test_tab_visits_everything_and_is_seen(open_page, site, serve, pass_guesses, name):
    page = open_page(serve(site).url(f"book/{name}.html"), width=1280)
    pass_guesses(page)
    wanted = page.evaluate(REACHABLE)
    assert wanted > 20
    ringless = set()
    for _ in range(3 * wanted):
        page.keyboard.press("Tab")
        step = page.evaluate(STEP)
        if step is None:
            if not page.evaluate(LEFT):
                break
            continue
        if not step[0]:
            ringless.add(step[1])
    assert page.evaluate(LEFT) == []
    assert ringless == set()
