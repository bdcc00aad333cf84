import os
import signal
import subprocess
import sys
import time

import pytest

from hocsau.files import write_atomically


def test_writes_beside_and_renames(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("old")
    with write_atomically(path) as draft:
        draft.write_text("new")
        assert path.read_text() == "old" and draft.parent == tmp_path and draft.suffix == ".json"
    assert path.read_text() == "new" and list(tmp_path.iterdir()) == [path]


def test_an_error_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("old")
    with pytest.raises(RuntimeError), write_atomically(path) as draft:
        draft.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="permissions and links of POSIX")
def test_keeps_permissions_and_follows_links(tmp_path):
    target, link, plain = tmp_path / "deep.txt", tmp_path / "link.txt", tmp_path / "plain.txt"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    plain.write_text("")
    with write_atomically(link) as draft:
        draft.write_text("new")
    assert link.is_symlink() and target.read_text() == "new" and target.stat().st_mode & 0o777 == 0o640
    with write_atomically(tmp_path / "fresh.txt") as draft:
        draft.write_text("")
    assert (tmp_path / "fresh.txt").stat().st_mode == plain.stat().st_mode  # what the umask says


def test_a_missing_folder_is_an_os_error(tmp_path):
    with pytest.raises(OSError), write_atomically(tmp_path / "none" / "a.txt") as draft:
        draft.write_text("")


WRITER = """
import sys
from hocsau.files import write_atomically
for i in range(10**9):
    with write_atomically(sys.argv[1]) as draft:
        draft.write_bytes(bytes([i % 256]) * 300_000)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_killed_while_writing_the_file_is_whole(tmp_path):
    path = tmp_path / "a.bin"
    for wait in (0.0, 0.013):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)])
        deadline = time.monotonic() + 30
        while not path.exists() and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(wait)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        content = path.read_bytes()
        assert len(content) == 300_000 and len(set(content)) == 1
        path.unlink()
