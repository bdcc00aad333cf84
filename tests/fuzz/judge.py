"""What an answer to a hostile file may be."""

import re
import tracemalloc

from hocsau.errors import DataError

# What Python, numpy, Pillow, zipfile and torch say: none of it is for our readers.
ENGLISH = re.compile(
    r"\w(Error|Exception)\b|expected|invalid|could not|cannot|can't|unsupported|must be|not supported"
    r"|out of range|object has|truncated|NoneType|Traceback|recursion"
)


class Fault(AssertionError):
    """The reader did what it may not."""


class TooMuch(Fault):
    """The reader took more memory than the file is worth."""


def read(path, reader, room=1_000_000, named=True):
    """The reader's answer, or None when it refused the file well.

    Refused well: a DataError that names the file, in Vietnamese. In either case no more memory than a small
    multiple of the file and `room`; what a first call imports is not the file's, so the second call counts.
    """
    try:
        return _read(path, reader, room, named)
    except TooMuch:
        return _read(path, reader, room, named)


def _read(path, reader, room, named):
    tracemalloc.start()
    try:
        return reader(path)
    except DataError as error:
        if named and path.name not in str(error):
            raise Fault(f"the message does not name the file: {error}") from None
        if found := ENGLISH.search(str(error).replace(str(path), "")):
            raise Fault(f"English in the message ({found[0]!r}): {error}") from None
        return None
    except Exception as error:
        raise Fault(f"{type(error).__name__}: {error}") from error
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        if peak > 40 * path.stat().st_size + room:
            raise TooMuch(f"{peak} bytes of memory for a file of {path.stat().st_size}")


def agree(condition, words):
    if not condition:
        raise Fault(words)
