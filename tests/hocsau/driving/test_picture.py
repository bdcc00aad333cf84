import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from hocsau.driving import drive_expert
from hocsau.driving.picture import draw_map, draw_steering, film, movie, reading, snapshot
from hocsau.plotting import axes


@pytest.fixture(scope="module")
def run(track):
    return drive_expert(track, laps=1.2)


def test_the_trail_stays_between_the_edges_of_the_map(run):
    _, ax = draw_map(run)
    left, right, trail = (line.get_xydata() for line in ax.lines)
    assert np.linalg.norm(left - right, axis=1) == pytest.approx(run.track.width)
    assert (trail == np.stack([run.x, run.y], axis=1)).all()


def test_up_to_a_step(run):
    _, ax = draw_map(run, 30)
    assert len(ax.lines[2].get_xdata()) == 31 and ax.lines[3].get_xydata()[0].tolist() == [
        run.x[30],
        run.y[30],
    ]


def test_steering_over_time(run):
    _, ax = draw_steering(run, 10)
    assert (ax.lines[1].get_ydata() == run.steering).all()
    low, high = ax.get_ylim()
    assert low < run.steering.min() and run.steering.max() < high


def test_the_reading_counts_laps_from_one(run):
    assert reading(run, 0).startswith("vòng 1, 0.0 mph") and reading(run, len(run.t) - 1).startswith("vòng 2")


def test_a_snapshot_shows_what_the_camera_saw(run, camera):
    figure = snapshot(run, 60, camera)
    assert (figure.axes[0].images[0].get_array() == camera.image(run.car(60))).all()
    assert figure.get_size_inches()[0] == 4.8


def test_a_film_is_small_and_moves(run, camera):
    content = film(run, 6, camera)
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.format == "WEBP" and picture.n_frames == 6 and picture.width == 336
        first = np.asarray(picture.convert("RGB")).astype(int)
        picture.seek(3)
        assert np.abs(np.asarray(picture.convert("RGB")) - first).mean() > 1
    assert len(content) < 150_000 and not plt.get_fignums()


def test_no_pictures_and_pictures_of_two_sizes_are_refused():
    with pytest.raises(ValueError, match="không có hình nào"):
        movie([])
    with pytest.raises(ValueError, match="khác cỡ"):
        movie([axes(size=(2, 2))[0], axes(size=(3, 2))[0]])
