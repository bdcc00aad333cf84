"""The output of the static build: one MIME bundle, its frames, its budget and its errors."""

import base64
import io
import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from hocsau.interactive import choice, frames, slider, static
from hocsau.interactive.drawing import checked_draw


def make(draw, alt="Một hình", **controls):
    words = {key: controls.pop(key) for key in ("page", "data", "name") if key in controls}
    shown = static.bundle(checked_draw(draw, controls), controls, alt=alt, **words)
    return shown[static.MIME], shown


def bars(a, b=0):
    """A picture that says exactly which values it was drawn with: two bars of grey."""
    fig = plt.figure(figsize=(2, 1))
    for k, value in enumerate((a, b)):
        axes = fig.add_axes([k / 2, 0, 0.5, 1], facecolor=str(min(value / 10, 1)))
        axes.set(xticks=[], yticks=[])
    return fig, f"a = {a}, b = {b}"


def image(encoded):
    return Image.open(io.BytesIO(base64.b64decode(encoded))).convert("L")


def frame(payload, number):
    """Frame `number` cut out of its strip, as the page shows it."""
    frames = payload["frames"]
    count = min(frames["per"], len(frames["readings"]) - number // frames["per"] * frames["per"])
    strip = image(frames["strips"][number // frames["per"]])
    width = strip.width // count
    assert width * count == strip.width
    left = number % frames["per"] * width
    return strip.crop((left, 0, left + width, strip.height))


def test_each_frame_shows_the_values_its_reading_names():
    payload, _ = make(bars, a=slider(0, 8, 1), b=slider(0, 4, 2))
    values = list(itertools.product(range(9), (0, 2, 4)))
    assert payload["frames"]["readings"] == [f"a = {a}, b = {b}" for a, b in values]
    assert len(payload["frames"]["strips"]) == -(-27 // payload["frames"]["per"]) > 1
    for number, (a, b) in enumerate(values):
        picture = frame(payload, number)
        assert picture.size == (400, 200)
        for x, value in ((100, a), (300, b)):
            assert abs(picture.getpixel((x, 100)) - 25.5 * value) < 3


def test_bundle_reads_without_our_mime_type():
    payload, shown = make(bars, a=slider(0, 4, 1, value=3, label="độ xám"), name="xam")
    assert shown["text/plain"] == "a = 3, b = 0\n[Hình tương tác: Một hình]"
    still = Image.open(io.BytesIO(base64.b64decode(shown["image/png"])))
    assert still.format == "PNG" and still.size == (400, 200)
    assert abs(still.convert("L").getpixel((100, 100)) - 76.5) < 3
    assert (payload["width"], payload["height"]) == (200, 100)
    assert payload["reading"] == "a = 3, b = 0" and payload["name"] == "xam"
    assert abs(image(payload["still"]).getpixel((100, 100)) - 76.5) < 3


def test_payload_states_the_thinned_grid():
    payload, _ = make(bars, a=slider(0, 100, 1, value=7), b=choice([0, 5]))
    a, b = payload["controls"]
    assert (a["of"], b["of"]) == (101, 2) and b["texts"] == ["0", "5"]
    assert a["texts"][0] == "0" and a["texts"][-1] == "100" and a["texts"][a["index"]] == "7"
    assert len(a["texts"]) * 2 == len(payload["frames"]["readings"]) <= static.MAX_FRAMES
    first = f"a = {a['texts'][1]}, b = 5"
    assert payload["frames"]["readings"][1 * 2 + 1] == first


def noise(k):
    fig, ax = plt.subplots(figsize=(2.4, 1.8))
    ax.imshow(np.random.default_rng(k).random((90, 120, 3)))
    return fig, f"k = {k}"


def size_of(payload):
    return sum(len(base64.b64decode(strip)) for strip in payload["frames"]["strips"])


def test_heavy_pictures_are_thinned_until_they_fit():
    payload, _ = make(noise, k=slider(0, 40, 1, value=11))
    kept = payload["controls"][0]["texts"]
    assert size_of(payload) == payload["frames"]["bytes"] <= static.MAX_BYTES
    assert 3 <= len(kept) < 41 and {"0", "11", "40"} <= set(kept)


def test_a_picture_too_heavy_for_its_ends_is_refused(monkeypatch):
    monkeypatch.setattr(static, "MAX_BYTES", 9_000)
    with pytest.raises(ValueError, match="hình quá nặng.*9 kB.*giảm figsize"):
        make(noise, k=slider(0, 40, 1))


def test_line_art_keeps_a_rare_colour_and_sharp_edges():
    def star(k):
        fig, ax = plt.subplots(figsize=(4, 3))
        ax.plot(np.linspace(0, 1, 50), np.linspace(0, 1, 50) ** (1 + k))
        ax.plot([0.2], [0.8], "s", color="#ff0000", markersize=2)
        return fig, f"k = {k}"

    payload, _ = make(star, k=slider(0, 11, 1))
    strip = Image.open(io.BytesIO(base64.b64decode(payload["frames"]["strips"][0]))).convert("RGB")
    pixels = np.asarray(strip, int)
    red = (abs(pixels - [255, 0, 0]).max(axis=2) < 24).sum()
    assert red >= 8 * payload["frames"]["per"]
    assert payload["frames"]["bytes"] / 12 < 8_000


def test_html_frames():
    payload, shown = make(lambda n: (f"<b>{n}</b>", f"n = {n}"), n=slider(1, 3, 1))
    assert payload["frames"]["html"] == ["<b>1</b>", "<b>2</b>", "<b>3</b>"]
    assert shown["text/html"] == payload["html"] == "<b>2</b>" and "image/png" not in shown


def test_a_picture_the_page_computes_has_a_still_and_numbers_but_no_frames():
    payload, shown = make(
        bars, page="outlier", data={"x": [1]}, a=slider(0, 1, 0.5, value=0.5), b=slider(0, 4, 2)
    )
    assert payload["page"] == "outlier" and payload["data"] == {"x": [1]} and "frames" not in payload
    assert payload["controls"][0]["values"] == (0.0, 0.5, 1.0) and payload["controls"][0]["index"] == 1
    assert "image/png" in shown


def test_pictures_of_two_sizes_are_refused():
    with pytest.raises(ValueError, match="cùng cỡ.*400×200.*600×200"):
        make(lambda k: plt.figure(figsize=(2 + k, 1)), k=slider(0, 1, 1, value=0))


def test_pictures_of_two_kinds_are_refused():
    with pytest.raises(ValueError, match="lúc thì trả về figure, lúc thì trả về HTML"):
        make(lambda k: plt.figure() if k else "<p>x</p>", k=slider(0, 1, 1, value=1))


def test_no_figure_stays_open():
    opened = plt.figure()
    make(bars, a=slider(0, 4, 1))
    assert plt.get_fignums() == [opened.number]
    plt.close(opened)


def test_labels_are_not_cut_off():
    """Default margins cut a long label; a layout its author chose is left alone."""

    def labelled(k):
        fig, ax = plt.subplots(figsize=(3, 2))
        ax.set_ylabel("giá\n(triệu\nđồng)", fontsize=16)
        return fig, "x"

    payload, _ = make(labelled, k=slider(0, 1, 1))
    edge = np.asarray(image(payload["still"]))[:, :3]
    assert edge.min() > 200

    def own(k):
        fig, _ = labelled(k)
        fig.subplots_adjust(left=0)
        return fig, "x"

    assert np.asarray(image(make(own, k=slider(0, 1, 1))[0]["still"]))[:, :3].min() < 200


def test_frames_of_a_tall_picture_share_what_they_have_in_common():
    """WebP looks back a million pixels: one below another, two frames of 1.2 million would share nothing."""
    pixels = np.where(np.random.default_rng(0).random((1600, 720)) < 0.02, 0, 255).astype(np.uint8)
    frame = Image.fromarray(pixels).convert("RGB")
    assert len(frames.webp([frame, frame])) < 1.2 * len(frames.webp([frame]))
