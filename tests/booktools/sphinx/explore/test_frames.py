"""The frames of explore() pictures: files of the build, within the budget, found from every page."""

import base64
import io
import shutil

import pytest
from bs4 import BeautifulSoup
from explore_build import ALT, LR, ROOT, bundle, grey, make, notebook, read, spec
from PIL import Image

from booktools.sphinx import explore
from hocsau.interactive import slider, static
from hocsau.interactive.drawing import checked_draw


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


def test_png_of_the_bundle_is_a_png(outputs):
    assert Image.open(io.BytesIO(base64.b64decode(outputs["page"]["image/png"]))).format == "PNG"
