import pytest

from hocsau.errors import DataError
from hocsau.recorded import recorded


def test_recorded_refuses_unknown_names():
    for name in ("nothing", "../pyproject"):
        with pytest.raises(DataError, match="chưa có"):
            recorded(name)
