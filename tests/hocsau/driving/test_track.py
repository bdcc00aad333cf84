import numpy as np
import pytest

from hocsau.driving import TRACKS, Track, load_track, make_track
from hocsau.driving.track import TIGHTEST
from hocsau.errors import DataError


def test_a_circle_has_its_length_and_curvature(circle):
    assert circle.length == pytest.approx(2 * np.pi * 40, rel=1e-4)
    assert circle.curvature == pytest.approx(1 / 40, rel=0.01)  # counter-clockwise: to the left


def test_offsets_are_distances_from_the_circle_positive_outside(circle):
    rng = np.random.default_rng(0)
    angle, radius = rng.uniform(0, 2 * np.pi, 200), rng.uniform(25, 60, 200)
    s, offset = circle.locate(radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1))
    assert offset == pytest.approx(radius - 40, abs=0.01)  # outside a left bend is its right
    assert (np.exp(1j * s / 40) * np.exp(-1j * angle)).real == pytest.approx(1, abs=1e-4)


def test_at_and_locate_are_inverse(track):
    rng = np.random.default_rng(1)
    s, offset = rng.uniform(0, track.length, 500), rng.uniform(-6, 6, 500)
    again_s, again = track.locate(track.at(s, offset)[0])
    assert again == pytest.approx(offset, abs=0.01)
    gap = (again_s - s + track.length / 2) % track.length - track.length / 2
    assert gap == pytest.approx(np.zeros(500), abs=0.02)


def test_the_offset_is_the_distance_to_the_nearest_point_of_the_line(track):
    rng = np.random.default_rng(2)
    points = track.points[rng.integers(0, len(track.points), 60)] + rng.uniform(-10, 10, (60, 2))
    fine = track.at(np.linspace(0, track.length, 40_000))[0]
    exact = np.sqrt(((points[:, None] - fine[None]) ** 2).sum(-1)).min(axis=1)
    assert np.abs(track.locate(points)[1]) == pytest.approx(exact, abs=0.02)


def test_the_line_is_closed_and_evenly_sampled(track):
    steps = np.linalg.norm(np.diff(track.points, axis=0, append=track.points[:1]), axis=1)
    assert steps == pytest.approx(track.length / len(track.points), rel=0.01)


@pytest.mark.parametrize("name", TRACKS)
def test_named_tracks_bend_both_ways_and_not_too_much(name):
    track = load_track(name)
    assert track.curvature.min() < 0 < track.curvature.max()
    assert np.abs(track.curvature).max() < 1 / TIGHTEST


def test_the_same_seed_is_the_same_track_another_seed_is_not():
    assert (make_track(3).points == make_track(3).points).all()
    assert make_track(3).length != make_track(5).length


def test_an_unknown_name_lists_those_there_are():
    with pytest.raises(DataError, match="không có đường đua 'rừng'.*'rung'"):
        load_track("rừng")


@pytest.mark.parametrize(
    ("control", "says"),
    [
        ([[0, 0], [1, 0], [1, 1]], "M từ 4"),
        ([[0, 0], [50, 0], [50, np.nan], [0, 50]], "hữu hạn"),
        ([[0, 0], [0, 0], [50, 50], [0, 50]], "trùng nhau"),
        ([[0, 0], [30, 0], [60, 0], [61, 1], [60, 2], [30, 2], [0, 40]], "cắt nhau"),
    ],
)
def test_what_is_no_road_is_refused(control, says):
    with pytest.raises(ValueError, match=says):
        Track(control)
