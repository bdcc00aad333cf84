import json

import pytest

from hocsau.driving import protocol


def test_the_frames_of_a_session_as_the_simulator_sends_them():
    assert protocol.decode("2").kind == "ping"
    assert protocol.decode("2probe") == protocol.Packet("ping", text="probe")
    seen = protocol.decode('42["telemetry",{"speed":"0.0000"}]')
    assert (seen.kind, seen.name, seen.data) == ("event", "telemetry", {"speed": "0.0000"})
    assert protocol.decode('42["telemetry"]').data is None
    assert protocol.decode('42["telemetry",null]').data is None
    assert protocol.decode("41").kind == protocol.decode("1").kind == "close"
    assert protocol.decode("40").kind == protocol.decode("3").kind == protocol.decode("6").kind == "other"


def test_namespace_and_acknowledgement_number_are_skipped():
    assert protocol.decode('42/car,17["telemetry",{}]').name == "telemetry"


def test_what_the_server_sends_to_the_letter():
    assert protocol.encode_event("steer", {"steering_angle": "0.5", "throttle": "1"}) == (
        '42["steer",{"steering_angle":"0.5","throttle":"1"}]'
    )
    opening = protocol.encode_open("abc")
    assert opening[0] == "0" and json.loads(opening[1:]) == {
        "sid": "abc",
        "upgrades": [],
        "pingTimeout": 60000,
        "pingInterval": 25000,
    }
    assert protocol.encode_pong("probe") == "3probe" and protocol.ENTERED == "40"


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "42",
        "42x",
        "42[",
        "42[]",
        "42[1]",
        "42{}",
        '42["a"',
        "42" + "[" * 100_000,
        f'42["a",{"9" * 10_000}]',
    ],
)
def test_what_is_no_packet_is_an_error_of_ours(frame):
    with pytest.raises(protocol.ProtocolError):
        protocol.decode(frame)
