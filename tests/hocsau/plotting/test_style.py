import re
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import rgb_to_hsv, to_rgb

from hocsau.plotting import style


def _luminance(colour):
    channels = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


@pytest.mark.parametrize("colour", ["BLUE", "RED", "GREEN", "ORANGE", "PURPLE", "GREY"])
def test_every_colour_reads_on_white(colour):
    assert 1.05 / (_luminance(getattr(style, colour)) + 0.05) >= 4.5


def test_axes_carry_labels_and_later_texts_follow_the_style():
    figure, ax = style.axes(xlabel="diện tích", ylabel="giá", title="nhà")
    legend = ax.plot([1, 2], label="x") and ax.legend()
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_title()) == ("diện tích", "giá", "nhà")
    assert not legend.get_frame_on()
    plt.close(figure)


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_the_font_has_every_vietnamese_letter(weight):
    from matplotlib.font_manager import FontProperties, findfont
    from matplotlib.ft2font import FT2Font

    wanted = FontProperties(family=style.STYLE["font.family"][0], weight=weight)
    font = FT2Font(findfont(wanted, fallback_to_default=False))
    assert font.family_name == "Be Vietnam Pro"
    letters = "ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
    missing = [c for c in letters + letters.upper() if font.get_char_index(ord(c)) == 0]
    assert not missing


def test_a_bare_plot_wears_the_palette_in_the_order_of_its_meanings():
    figure, ax = style.axes()
    lines = [ax.plot([0, 1], [k, k])[0].get_color() for k in range(6)]
    palette = [getattr(style, name) for name in ("BLUE", "ORANGE", "GREY", "GREEN", "PURPLE", "RED")]
    assert lines == palette
    plt.close(figure)


@pytest.mark.parametrize(("variable", "colour"), [("given", "BLUE"), ("moves", "ORANGE")])
def test_the_two_meanings_have_the_hue_of_the_page(variable, colour):
    sheet = (Path(__file__).resolve().parents[3] / "book" / "styles" / "colours.css").read_text("utf-8")
    light = re.search(rf"--book-{variable}: (#[0-9a-f]{{6}});", sheet)[1]
    ours, theirs = (rgb_to_hsv(to_rgb(c)) for c in (getattr(style, colour), light))
    # the page fills shapes and may be lighter; letters in figures need 4.5:1
    assert abs(ours[0] - theirs[0]) < 0.01 and abs(ours[2] - theirs[2]) < 0.1
