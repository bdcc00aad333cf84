"""explore() outputs in real builds of a tiny book: HTML, frames on disk, other builders, failures."""

import base64
import io
import json
import re
import shutil
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat.v4 as v4
import pytest
from bs4 import BeautifulSoup
from myst_nb.core.render import load_mime_renders
from nbformat import writes
from PIL import Image

from booktools.sphinx import explore
from booktools.sphinx.mime import add_renderer
from hocsau.interactive import choice, slider, static
from hocsau.interactive.drawing import checked_draw

ROOT = Path(__file__).resolve().parents[3]
CONFIG = {
    "extensions": ["myst_nb", "booktools.sphinx.explore"],
    "html_static_path": [str(ROOT / "book/_static")],
    "language": "en",
}
ALT = 'Hình "một" & <hai>'


def bundle(draw, alt=ALT, page=None, data=None, name=None, **controls):
    return static.bundle(checked_draw(draw, controls), controls, alt=alt, page=page, data=data, name=name)


def grey(lr=0.2, kind="tròn"):
    figure = plt.figure(figsize=(2, 1))
    figure.add_axes((0, 0, 1, 1), facecolor=str(lr)).text(0.5, 0.5, kind)
    return figure, f"J < {lr}, {kind}"


LR = slider(0.0, 1.0, 0.1, value=0.2, label="learning rate <η>")


@pytest.fixture(scope="module")
def outputs():
    return {
        "frames": bundle(grey, lr=LR, kind=choice(["tròn", "vuông"], value="vuông")),
        "page": bundle(grey, page="outlier", data={"x": ["</script>"]}, lr=LR),
        "html": bundle(lambda n: (f"<b>{n}</b>", f"n = {n}"), n=slider(1, 3, 1)),
    }


def notebook(*bundles, title="Thử"):
    cells = [v4.new_markdown_cell(f"# {title}")]
    for data in bundles:
        output = v4.new_output("display_data", data=json.loads(json.dumps(data)))
        cells.append(v4.new_code_cell("explore(...)", outputs=[output]))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return writes(v4.new_notebook(cells=cells, metadata=kernel))


def make(sphinx_build, folder, pages, builder="html", **config):
    live = folder / "source" / "book" / "live"
    live.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "book/live/outlier.js", live)
    return sphinx_build(folder, pages, builder, **CONFIG, **config)


def read(folder, name="index"):
    return BeautifulSoup((folder / "html" / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def built(tmp_path_factory, sphinx_build, outputs):
    folder = tmp_path_factory.mktemp("explore")
    assert make(sphinx_build, folder, {"index.ipynb": notebook(*outputs.values())}) == ""
    return folder


@pytest.fixture(scope="module")
def figures(built):
    return read(built).select(".hs-explore")


def spec(figure):
    return json.loads(figure.select_one('script[type="application/json"]').string)


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


def test_a_narrow_screen_may_have_drawings_of_its_own(tmp_path, sphinx_build):
    def tall(lr):
        figure, said = grey(lr)
        figure.set_size_inches(1, 3)
        return figure, said

    controls = {"lr": LR}
    runs = [checked_draw(draw, controls) for draw in (lambda lr: grey(lr), tall)]
    made = static.bundle(runs[0], controls, alt=ALT, narrow=runs[1])
    assert make(sphinx_build, tmp_path, {"index.ipynb": notebook(made)}) == ""
    figure = read(tmp_path).select_one(".hs-explore")
    image, other = figure.select_one("picture > img"), figure.select_one("picture > source")
    assert (image["width"], image["height"], other["width"], other["height"]) == ("200", "100", "100", "300")
    assert other["media"] == explore.NARROW and explore.NARROW in (
        ROOT / "book/_static/explore.js"
    ).read_text("utf-8")
    folder, said = tmp_path / "html", spec(figure)
    assert Image.open(folder / other["srcset"]).size == (200, 600)
    assert [said["narrow"]["width"], said["narrow"]["height"]] == [100, 300]
    for kind in (said, said["narrow"]):
        assert len(kind["strips"]) == -(-11 // kind["per"])
        assert all((folder / said["base"] / name).is_file() for name in kind["strips"])


def test_narrow_drawings_say_the_same(outputs):
    controls = {"lr": LR}
    runs = [checked_draw(draw, controls) for draw in (lambda lr: grey(lr), lambda lr: grey(lr, "vuông"))]
    with pytest.raises(ValueError, match="cùng dòng chữ với draw"):
        static.bundle(runs[0], controls, alt=ALT, narrow=runs[1])


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


def test_frames_are_files_of_the_build_within_the_budget(built, figures):
    said, folder = spec(figures[0]), built / "html"
    strips = [folder / said["base"] / name for name in said["strips"]]
    assert said["base"] == "_images/explore/" and len(strips) == -(-22 // said["per"])
    assert sum(path.stat().st_size for path in strips) <= static.MAX_BYTES
    for number, path in enumerate(strips):
        frames = min(said["per"], 22 - number * said["per"])
        image = Image.open(path)
        assert image.format == "WEBP" and image.size == (400 * frames, 200)
    # Frame 11 x 2: the last picture of the last strip is drawn with the last values.
    last = Image.open(strips[-1]).convert("L")
    assert last.getpixel((last.width - 380, last.height - 20)) > 250
    still = Image.open(folder / figures[0].select_one("img")["src"])
    assert abs(still.convert("L").getpixel((20, 20)) - 51) < 3
    # Three stills less one (the table has none), the strips, and no PNG beside them.
    assert len(list((folder / "_images").rglob("*.*"))) == 2 + len(strips)


def test_scripts_only_where_they_are_used(tmp_path, sphinx_build, outputs):
    pages = {
        "index.md": "# Không có hình\n\n```{toctree}\na\nb\n```\n",
        "a.ipynb": notebook(outputs["frames"]),
        "b.ipynb": notebook(outputs["page"]),
    }
    assert make(sphinx_build, tmp_path, pages) == ""
    html = {name: (tmp_path / "html" / f"{name}.html").read_text("utf-8") for name in ("index", "a", "b")}
    used = {
        name: re.findall(r'(?:src|href)="_static/((?:live/)?\w*(?:explore|outlier)\.\w+)', html[name])
        for name in html
    }
    assert used["index"] == []
    assert sorted(used["a"]) == ["explore.css", "explore.js"]
    assert used["b"].index("live/outlier.js") < used["b"].index(
        "explore.js"
    )  # deferred scripts run in this order
    assert (tmp_path / "html/_static/live/outlier.js").read_bytes() == (
        ROOT / "book/live/outlier.js"
    ).read_bytes()
    for name in ("a", "b"):
        assert all(
            "defer" in tag for tag in re.findall(r"<script[^>]*(?:explore|outlier)\.js[^>]*>", html[name])
        )


def test_frames_no_page_shows_any_more_are_removed_and_a_lost_folder_is_written_again(
    tmp_path, sphinx_build, outputs
):
    frames = tmp_path / "html" / "_images" / "explore"
    make(sphinx_build, tmp_path, {"index.ipynb": notebook(outputs["frames"])})
    first = {path.name for path in frames.iterdir()}
    other = bundle(grey, lr=slider(0.0, 1.0, 0.5, value=0.5))
    make(sphinx_build, tmp_path, {"index.ipynb": notebook(other)})
    second = {path.name for path in frames.iterdir()}
    assert len(second) == 2 and not second & first
    shutil.rmtree(tmp_path / "html")
    make(sphinx_build, tmp_path, {"index.ipynb": notebook(other)})
    assert {path.name for path in frames.iterdir()} == second


def test_pages_in_folders_find_their_frames(tmp_path, sphinx_build, outputs):
    (tmp_path / "source" / "sau").mkdir(parents=True)
    pages = {"index.md": "# A\n\n```{toctree}\nsau/b\n```\n", "sau/b.ipynb": notebook(outputs["frames"])}
    for builder, page in (("html", "sau/b.html"), ("dirhtml", "sau/b/index.html")):
        assert make(sphinx_build, tmp_path, pages, builder) == ""
        path = tmp_path / builder / page
        figure = BeautifulSoup(path.read_text("utf-8"), "html.parser").select_one(".hs-explore")
        assert (path.parent / figure.select_one("img")["src"]).is_file()
        assert all((path.parent / spec(figure)["base"] / name).is_file() for name in spec(figure)["strips"])


def test_epub_holds_the_still_as_png_and_the_reading(tmp_path, sphinx_build, outputs):
    settings = {"epub_show_urls": "no", "version": "1", "epub_copyright": "Nhóm", "project": "Sách"}
    make(sphinx_build, tmp_path, {"index.ipynb": notebook(*outputs.values())}, "epub", **settings)
    page = BeautifulSoup((tmp_path / "epub/index.xhtml").read_text("utf-8"), "html.parser")
    images = [image for image in page.select("img") if image.get("alt") == ALT]
    assert len(images) == 2 and all(image["src"].endswith(".png") for image in images)
    assert (tmp_path / "epub" / images[0]["src"]).read_bytes() == base64.b64decode(
        outputs["frames"]["image/png"]
    )
    assert page.text.count("J < 0.2, vuông") == 1 and "n = 2" in page.text and page.select_one("b")
    assert not page.select("input, select, script[src*=explore]")
    assert not list((tmp_path / "epub").rglob("*.webp"))


@pytest.mark.parametrize(("builder", "output"), [("text", "index.txt"), ("latex", "book.tex")])
def test_other_builders_hold_the_reading(tmp_path, sphinx_build, outputs, builder, output):
    documents = [("index", "book.tex", "Sách", "Nhóm", "manual")]
    pages = {"index.ipynb": notebook(outputs["frames"])}
    assert make(sphinx_build, tmp_path, pages, builder, latex_documents=documents) == ""
    text = (tmp_path / builder / output).read_text(encoding="utf-8")
    assert "0.2, vuông" in text
    assert builder == "text" or "includegraphics" in text


def build_error(sphinx_build, folder, *bundles):
    with pytest.raises(Exception) as error:
        make(sphinx_build, folder, {"index.ipynb": notebook(*bundles)})
    assert type(error.value).__name__ == "ExploreError"
    return str(error.value)


def test_two_pictures_of_one_name_stop_the_build(tmp_path, sphinx_build):
    twice = bundle(grey, lr=LR, name="xam")
    assert "index: có hai hình tương tác cùng tên xam" in build_error(sphinx_build, tmp_path, twice, twice)


def test_a_page_script_that_does_not_exist_stops_the_build(tmp_path, sphinx_build):
    lost = bundle(grey, lr=LR, page="khong-co", data={})
    assert "không có book/live/khong-co.js" in build_error(sphinx_build, tmp_path, lost)


def test_the_script_stays_small():
    script = (ROOT / "book/_static/explore.js").read_bytes()
    assert len(script) < 10_500  # 3.7 kB on the wire
    for banned in (b"eval(", b"fetch(", b"import ", b"http:", b"https:", b"new Function"):
        assert banned not in script


def test_png_of_the_bundle_is_a_png(outputs):
    assert Image.open(io.BytesIO(base64.b64decode(outputs["page"]["image/png"]))).format == "PNG"


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


def test_what_comes_at_the_first_touch_lies_in_a_script_of_its_own(tmp_path, monkeypatch):
    from hocsau.live import plate_finder

    monkeypatch.setattr(plate_finder, "lazy_data", lambda: {"chữ": [1, 2]})
    # the second is no picture, the third has nothing heavy
    for stem in (
        "plate_finder",
        "darknet",
        "augment",
    ):
        explore.write_data(stem, tmp_path / f"{stem}.js")
    assert [path.name for path in tmp_path.iterdir()] == ["plate_finder.data.js"]
    text = (tmp_path / "plate_finder.data.js").read_text(encoding="utf-8")
    start, _, rest = text.partition(".plate_finder = ")
    assert start == "(window.hocsauLiveData = window.hocsauLiveData || {})"
    assert json.loads(rest.rstrip().removesuffix(";")) == {"chữ": [1, 2]}
