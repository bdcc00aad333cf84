"""A chapter's pace: it opens with a picture that asks, and no long stretch goes by without one."""

import pytest

SCREEN = 900  # px, a laptop: as open_page opens it
LONGEST = 8.5  # screens from one picture to the next

# Pictures that a reader sees without opening anything: figures, live pictures, axes to guess on.
TOPS = """() => {
  for (const section of document.querySelectorAll("section")) section.style.contentVisibility = "visible";
  const top = element => element.getBoundingClientRect().top + scrollY;
  const tall = element => element.getBoundingClientRect().height > 60;
  const seen = element => tall(element) && !element.closest("details:not([open])");
  const pictures = [...document.querySelectorAll(
    "article .cell_output img, article .hs-explore, article figure img, article .hs-guess svg"
  )].filter(seen).map(top);
  const door = document.querySelector("article .tag_door");
  return {
    pictures: pictures.sort((a, b) => a - b),
    start: top(document.querySelector("article h1")),
    first: top(document.querySelector("article section section")),
    door: door && top(door),
  };
}"""


@pytest.fixture(scope="module")
def chapters(site):
    found = [path for path in sorted((site / "book").glob("ch*.html")) if "_lab_" not in path.name]
    assert len(found) > 10
    return found


def test_the_door_stands_in_the_first_screen_and_no_long_stretch_goes_without_a_picture(open_page, chapters):
    for path in chapters:
        page = open_page(path)
        page.evaluate(TOPS)  # heights settle once every section is shown
        tops = page.evaluate(TOPS)
        page.context.close()
        assert tops["door"] is not None, path.name
        assert tops["start"] < tops["door"] < min(tops["first"], SCREEN), path.name
        places = [tops["start"], *tops["pictures"]]
        gaps = [(after - before) / SCREEN for before, after in zip(places, places[1:], strict=False)]
        assert len(gaps) > 5, path.name  # the pictures were seen
        longest = max(gaps)
        above = places[gaps.index(longest) + 1]
        assert longest <= LONGEST, f"{path.name}: {longest:.1f} screens above {above:.0f} px"


@pytest.mark.parametrize("name", ["ch04_logistic_regression", "ch05_neural_network"])
def test_letters_of_a_drawn_door_do_not_shout(open_page, site, name):
    """Its frames are drawn 480 px wide with letters of 17 px: they grow with the picture."""
    page = open_page(site / "book" / f"{name}.html")
    picture = page.locator(".tag_door .hs-explore-picture")
    text = page.locator("article section > p").first.bounding_box()["width"]
    assert 480 < picture.bounding_box()["width"] <= text + 1
