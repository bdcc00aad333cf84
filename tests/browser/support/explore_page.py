"""A page of pictures that move, and how a test reads them. The fixtures stand in tests/browser/explore."""

import io

import matplotlib.pyplot as plt
from PIL import Image

from hocsau.interactive import choice, slider, static
from hocsau.interactive.drawing import checked_draw
from hocsau.live import outlier


def stripes(a, b):
    """Left half as grey as `a` says, right half as `b`; both are read back from the page's own pixels."""
    figure = plt.figure(figsize=(4, 2))
    for k, value in enumerate((a / 20, {"tối": 0.2, "sáng": 0.8}[b])):
        axes = figure.add_axes((k / 2, 0, 0.5, 1), facecolor=str(value))
        axes.set(xticks=[], yticks=[])
    return figure, f"a = {a}, {b}"


def bundle(draw, words, **controls):
    return static.bundle(checked_draw(draw, controls), controls, **{"page": None, "data": None} | words)


def outputs():
    yield bundle(
        stripes,
        {"alt": "Hai mảng xám", "name": "xam"},
        a=slider(0, 20, 1, value=10, label="độ sáng bên trái"),
        b=choice(["tối", "sáng"], label="bên phải"),
    )
    yield bundle(
        stripes,
        {"alt": "Một ảnh chụp", "name": "chup"},
        a=slider(0, 20, 1, value=10, label="độ sáng của ảnh"),
        b=choice(["tối", "sáng"], label="nửa kia"),
    )
    yield bundle(
        outlier.draw,
        {"alt": "Kéo một chấm", "page": "outlier", "data": outlier.page_data(), "name": "cham"},
        x=slider(0, 10, 0.5, value=9, label="chấm cam: x"),
        y=slider(-5, 25, 1, value=9, label="chấm cam: y"),
    )
    yield bundle(
        lambda n: (f"<table><tr><td>{n}</td><td>{n * n}</td></tr></table>", f"n² = {n * n}"),
        {"alt": "Bảng", "name": "bang"},
        n=slider(1, 9, 1),
    )

    yield bundle(
        lambda rate, step: (f"<b>{step}</b>", f"tỉ lệ {rate}, bước {step}"),
        {"alt": "Bước", "name": "buoc"},
        rate=choice([0.1, 1, 10], value=1, label="tỉ lệ"),
        step=slider(0, 4, 1, value=0, label="bước"),
    )
    yield bundle(
        lambda a: resized(*stripes(a, "tối"), (4, 10)),
        {"alt": "Cột cao", "name": "cao"},
        a=slider(0, 20, 1, value=10, label="độ sáng của cột"),
    )
    controls = {"a": slider(0, 20, 10, value=10, label="độ sáng hai dáng")}
    runs = [
        checked_draw(lambda a, size=size: resized(plain(a), f"a = {a}", size), controls)
        for size in ((4, 2), (2, 4))
    ]
    yield static.bundle(runs[0], controls, alt="Hai dáng", name="hep", narrow=runs[1])


def plain(a):
    figure = plt.figure(figsize=(4, 2))
    figure.add_axes((0, 0, 1, 1), facecolor=str(a / 20)).set(xticks=[], yticks=[])
    return figure


def resized(figure, reading, size):
    figure.set_size_inches(size)
    return figure, reading


def reading(page, name):
    return page.locator(f"#explore-{name} .hs-explore-reading").inner_text()


def greys(page, name="xam"):
    """Grey of the left and right half of what the reader sees, of 255."""
    shot = page.locator(f"#explore-{name} .hs-explore-picture").screenshot()
    image = Image.open(io.BytesIO(shot)).convert("L")
    return [image.getpixel((int(image.width * x), image.height // 2)) for x in (0.25, 0.75)]


def settled(page, name, text):
    page.wait_for_function(
        "([id, text]) => document.querySelector(`#explore-${id} .hs-explore-reading`).textContent === text",
        arg=[name, text],
    )
    page.wait_for_timeout(50)


def with_point(x, y):
    data = outlier.page_data()
    return [*data["x"], x], [*data["y"], y]
