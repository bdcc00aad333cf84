"""For pictures whose two twins draw the same list of strokes: they are compared stroke by stroke."""

import numpy as np
import pytest


def script(module):
    """The name that a module of hocsau.live shares with its script."""
    return module.__name__.rsplit(".", 1)[1]


def same_strokes(page, module, asked):
    """Every stroke and every word of the page is Python's, for each of the settings asked."""
    name = script(module)
    both = f"""([d, asked]) => asked.map(v =>
      [hocsauLive.{name}.shapes(v, d), hocsauLive.{name}.reading(v, d)])"""
    for values, (strokes, words) in zip(asked, page.evaluate(both, [module.page_data(), asked]), strict=True):
        ours = module.shapes(**values)
        assert words == module.reading(**values)
        assert len(strokes) == len(ours), values
        for theirs, (tag, look, attributes, text) in zip(strokes, ours, strict=True):
            assert theirs[:2] == [tag, look] and theirs[3] == text, values
            assert set(theirs[2]) == set(attributes), values
            for key, value in attributes.items():
                close = value if isinstance(value, str) else pytest.approx(value, abs=1e-9)
                assert theirs[2][key] == close, (values, tag, key)


def drawn(controls, rng):
    """One setting of all the controls, at random."""
    return {name: c.values[rng.integers(len(c.values))] for name, c in controls.items()}


def move(page, controls, **values):
    """Puts the page's own sliders and lists where they are asked to be."""
    for name, value in values.items():
        field = page.get_by_label(controls[name].label, exact=True)
        if isinstance(value, str):
            field.select_option(value)
        else:
            field.fill(str(controls[name].values.index(value)))


def said(page):
    """The line that is read out below the controls."""
    return page.locator(".hs-explore-reading").text_content()


def fits(page, sideways, width, picture=".hs-det"):
    """The picture lies in its frame, the frame in the window, and every control can be touched."""
    assert sideways(page) == []
    box, svg = (page.locator(what).first.bounding_box() for what in (".hs-explore", picture))
    assert box["height"] < (0.92 * 740 if width < 600 else 0.8 * 900)
    assert box["x"] <= svg["x"] and svg["x"] + svg["width"] <= box["x"] + box["width"]
    assert svg["width"] > 0.55 * min(box["width"], 480)
    for control in page.locator(".hs-explore :is(input, select)").all():
        if control.is_visible():
            assert control.bounding_box()["height"] >= 44


class LivePicture:
    """What is asked of each such picture; a test file names it: `class TestPicture(LivePicture)`."""

    module, alt, name = None, "", ""  # of hocsau.live; what explore is told
    chosen = {}  # settings of some controls that change the picture
    settings = 60  # how many are drawn at random and compared

    @property
    def start(self):
        return {name: control.default for name, control in self.module.controls().items()}

    @pytest.fixture(scope="class")
    @classmethod
    def book(cls, live_book):
        return live_book(cls.module, alt=cls.alt, page=script(cls.module), name=cls.name)

    @pytest.fixture
    def page(self, open_page, book):
        return open_page(book / "index.html")

    def test_every_stroke_and_word_is_pythons(self, page):
        rng = np.random.default_rng(0)
        others = (drawn(self.module.controls(), rng) for _ in range(self.settings))
        same_strokes(page, self.module, [self.start, *others])

    def test_the_controls_move_the_picture(self, page):
        before = page.locator(".hs-det").inner_html()
        move(page, self.module.controls(), **self.chosen)
        assert said(page) == self.module.reading(**self.start | self.chosen)
        assert page.locator(".hs-det").inner_html() != before

    @pytest.mark.parametrize("theme", ["light", "dark"])
    @pytest.mark.parametrize("width", [360, 1280])
    def test_it_fits(self, open_page, book, sideways, width, theme):
        fits(open_page(book / "index.html", width=width, theme=theme), sideways, width)

    def test_without_javascript_the_still_and_its_reading(self, open_page, book):
        page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
        assert page.locator(".hs-det").first.is_visible()
        assert said(page) == self.module.reading(**self.start)

    def test_a_strict_content_security_policy_is_kept(self, open_strictly, book):
        page = open_strictly(book)
        move(page, self.module.controls(), **self.chosen)
        assert said(page) == self.module.reading(**self.start | self.chosen)
