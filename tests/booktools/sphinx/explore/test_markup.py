"""explore() pictures in the HTML of a tiny book: what a reader, a keyboard or a page without script meets."""

import json

import pytest
from explore_build import ALT, LR, ROOT, build_error, bundle, grey, make, notebook, read, spec
from myst_nb.core.render import load_mime_renders

from booktools.sphinx import explore
from booktools.sphinx.mime import add_renderer
from hocsau.interactive import choice, slider, static


def test_every_control_is_native_labelled_and_steps_over_the_kept_values(figures, outputs):
    field, select = figures[0].select("input, select")
    assert [field["type"], field["min"], field["max"], field["step"], field["value"]] == [
        "range",
        "0",
        "10",
        "1",
        "2",
    ]
    assert field["aria-valuetext"] == "0.2"
    assert figures[0].select_one(f'label[for="{field["id"]}"]').text == "learning rate <η>"
    assert [o.text for o in select.select("option")] == ["tròn", "vuông"]
    assert [o.text for o in select.select("option[selected]")] == ["vuông"]
    assert figures[0].select_one(f'label[for="{select["id"]}"]').text == "kind"
    everywhere = [tag["id"] for figure in figures for tag in [figure, *figure.select("[id]")]]
    assert len(everywhere) == len(set(everywhere)) == 3 + 2 * 4
    assert [figure.get("data-page") for figure in figures] == [None, "outlier", None]
    said = spec(figures[0])
    assert [len(c["texts"]) for c in said["controls"]] == [11, 2] and len(said["readings"]) == 22
    assert said["readings"] == outputs["frames"][static.MIME]["frames"]["readings"]


@pytest.fixture(scope="module")
def numbers(tmp_path_factory, sphinx_build):
    """A figure with numbers in order among its choices, and one that counts steps."""
    made = bundle(
        lambda rate, kind, steps: (f"<b>{rate}</b>", f"η = {rate}, {kind}, {'rất ' * steps}lâu"),
        rate=choice([0.1, 1, 10], value=1, label="learning rate <η>"),
        kind=choice([2, 1, 3], label="loại"),
        steps=slider(0, 3, 1, value=0, label="bước"),
    )
    folder = tmp_path_factory.mktemp("numbers")
    assert make(sphinx_build, folder, {"index.ipynb": notebook(made)}) == ""
    return read(folder).select_one(".hs-explore")


def test_choices_that_are_numbers_in_order_are_sliders(numbers):
    rate, kind, steps = numbers.select(".hs-explore-control")
    field = rate.select_one("input")
    assert [field[key] for key in ("type", "min", "max", "value")] == ["range", "0", "2", "1"]
    assert field["aria-valuetext"] == rate.select_one(".hs-explore-value").text == "1"
    assert [o.text for o in kind.select("select option")] == ["2", "1", "3"] and not kind.select("button")
    assert spec(numbers)["controls"][0]["texts"] == ["0.1", "1", "10"]
    assert steps.select_one("input")["max"] == "3"


def test_every_slider_has_buttons_and_steps_play(numbers):
    rate, _, steps = numbers.select(".hs-explore-control")
    assert [b.text for b in rate.select("button")] == ["−", "+"]
    for button in rate.select("button"):
        assert button["type"] == "button" and button["aria-label"] in ("Giảm", "Tăng")
        assert rate.select_one(f'label[id="{button["aria-describedby"]}"]').text == "learning rate <η>"
        assert rate.select_one(f'input[id="{button["aria-controls"]}"]')
    play = steps.select_one(".hs-explore-play")
    assert play["aria-label"] == "Chạy từng bước" and len(steps.select("button")) == 3


def test_the_reading_stands_above_the_picture_with_room_for_the_longest(numbers):
    head, picture = numbers.select_one(".hs-explore-head"), numbers.select_one(".hs-explore-picture")
    assert head.find_next_sibling(True) is picture
    assert [part["class"][0] for part in head.find_all(True, recursive=False)] == [
        "hs-explore-controls",
        "hs-explore-said",
    ]
    said = head.select_one(".hs-explore-said")
    assert said.select_one("p").text == "η = 1, 2, lâu"
    assert (
        said["data-longest"] == max(spec(numbers)["readings"], key=len)
        and "rất rất rất" in said["data-longest"]
    )


def test_without_javascript_the_still_and_its_reading_show_and_controls_hide(figures):
    image, reading = figures[0].select_one("img"), figures[0].select_one("p")
    assert image["alt"] == ALT and (image["width"], image["height"]) == ("200", "100")
    assert reading.text == "J < 0.2, vuông" and reading["aria-live"] == "polite"
    for figure in figures:
        assert all(field.find_parent(hidden=True) for field in figure.select("input, select"))
        assert figure["role"] == "group" and figure["aria-label"]
    assert figures[2].select_one(".hs-explore-picture b").text == "2"


def test_no_inline_handler_no_inline_style_no_inline_script(figures):
    for tag in (tag for figure in figures for tag in [figure, *figure.find_all(True)]):
        assert not [a for a in tag.attrs if a.startswith("on") or a == "style"]
        assert tag.name != "script" or tag["type"] == "application/json"
    assert spec(figures[1])["data"] == {"x": ["</script>"]}


def test_the_classes_of_the_cell_reach_its_picture(tmp_path, sphinx_build, outputs):
    page = json.loads(notebook(outputs["frames"], outputs["frames"]))
    page["cells"][1]["metadata"] = {"mystnb": {"image": {"classes": "photo wide"}}}
    page["cells"][2]["outputs"][0]["data"][static.MIME]["name"] = "khac"
    assert make(sphinx_build, tmp_path, {"index.ipynb": json.dumps(page)}) == ""
    first, second = read(tmp_path).select(".hs-explore-picture img")
    assert first["class"] == ["photo", "wide"] and "class" not in second.attrs


def test_the_renderer_is_among_myst_nb_s_once():
    for _ in range(2):
        add_renderer(explore.ExploreRenderer)
    assert load_mime_renders().count(explore.ExploreRenderer) == 1


def test_two_pictures_of_one_name_stop_the_build(tmp_path, sphinx_build):
    twice = bundle(grey, lr=LR, name="xam")
    assert "index: có hai hình tương tác cùng tên xam" in build_error(sphinx_build, tmp_path, twice, twice)


def test_the_script_stays_small():
    script = (ROOT / "book/_static/explore.js").read_bytes()
    assert len(script) < 10_500  # 3.7 kB on the wire
    for banned in (b"eval(", b"fetch(", b"import ", b"http:", b"https:", b"new Function"):
        assert banned not in script
