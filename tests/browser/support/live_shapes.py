"""For pictures whose two twins draw the same list of strokes: they are compared stroke by stroke."""

import pytest


def same_strokes(page, name, module, asked):
    """Every stroke and every word of the page is Python's, for each of the settings asked."""
    script = f"""([d, asked]) => asked.map(v =>
      [hocsauLive.{name}.shapes(v, d), hocsauLive.{name}.reading(v, d)])"""
    for values, (strokes, words) in zip(
        asked, page.evaluate(script, [module.page_data(), asked]), strict=True
    ):
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
