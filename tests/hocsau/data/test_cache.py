"""Finding and downloading: against a server of our own on the loopback, good, broken and absent."""

import hashlib
import http.server
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
import requests

from hocsau.data import DataError, cache, sources
from hocsau.data.sources import RemoteFile

CONTENT = bytes(range(256)) * 4096  # 1 MiB
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Mirror(http.server.BaseHTTPRequestHandler):
    """Each path is one way in which a mirror behaves."""

    def do_GET(self):
        self.server.seen.append((self.path, self.headers.get("Accept-Encoding")))
        kind = self.path.strip("/")
        if kind == "missing":
            self.send_error(404)
            return
        body = {"corrupt": b"<html>login</html>"}.get(kind, CONTENT)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if kind == "short":
            self.wfile.write(body[:1000])
        elif kind == "slow":
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            self.server.stop.wait(20)
        else:
            self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def mirror():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
    server.daemon_threads = True
    server.seen, server.stop = [], threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.stop.set()
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def folders(tmp_path, monkeypatch):
    monkeypatch.setenv("HOCSAU_CACHE", str(tmp_path / "kho tạm"))
    monkeypatch.delenv("HOCSAU_DATA", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return tmp_path


def remote(*urls, name="a.bin", dataset="my_set", sha256=SHA256):
    return RemoteFile(dataset, name, sha256, urls)


def put(path, content=CONTENT):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def fetch(*files):
    return cache.fetch_part(files, progress=False)


def left_in_cache():
    return sorted(path.name for path in cache.cache_folder().rglob("*") if path.is_file())


def test_mirrors_are_tried_in_turn(mirror):
    urls = [mirror.url + kind for kind in ("missing", "corrupt", "short", "good")]
    file, path = fetch(remote(*urls))
    assert path.read_bytes() == CONTENT
    assert path == cache.cached(file) and left_in_cache() == ["a.bin"]
    assert [seen for seen, _ in mirror.seen] == ["/missing", "/corrupt", "/short", "/good"]
    # a host that unpacks .gz files on the way would change the checksum
    assert {encoding for _, encoding in mirror.seen} == {"identity"}


def test_what_is_in_the_cache_is_not_fetched_again(mirror):
    file = remote(mirror.url + "good")
    assert fetch(file) == fetch(file)
    assert len(mirror.seen) == 1


def test_a_damaged_cache_is_mended(mirror):
    file = remote(mirror.url + "good")
    put(cache.cached(file), b"half")
    assert fetch(file)[1].read_bytes() == CONTENT


def test_a_later_alternative_serves_when_the_first_cannot(mirror):
    first, second = remote(mirror.url + "missing", name="a.tgz"), remote(mirror.url + "good", name="b.csv")
    assert fetch(first, second)[0] is second


def test_when_every_mirror_fails_nothing_is_left_and_the_error_says_what_to_do(mirror):
    with pytest.raises(DataError) as caught:
        fetch(remote(*(mirror.url + kind for kind in ("missing", "corrupt", "short"))))
    message = str(caught.value)
    for part in (
        "chưa có tệp a.bin của bộ my_set",
        "hocsau data fetch my_set",
        str(cache.cache_folder() / "my_set"),
        "máy chủ trả lời 404",
        "SHA-256 không khớp",
        "HOCSAU_DATA",
    ):
        assert part in message
    assert left_in_cache() == []


def test_offline(folders):
    with pytest.raises(DataError, match="không nối được"):
        fetch(remote("http://127.0.0.1:9/a.bin"))
    with pytest.raises(DataError, match="chưa có tệp a.bin"):
        fetch(remote())
    assert left_in_cache() == []


# Real photos and texts that are read where they are, never downloaded.
ONLY_AT_HAND = {
    *("flowers17_256", "bccd", "vn_motorbike_plates", "membrane_segmentation"),
    *("bitcoin_daily", "en_vi_tatoeba", "flickr8k_text", "glove50", "names", "truyen_kieu"),
}

PROGRAM = """
import sys
from hocsau.data import cache
from hocsau.data.sources import RemoteFile
cache.fetch_part((RemoteFile("my_set", "a.bin", sys.argv[1], (sys.argv[2],)),))
"""


@pytest.mark.parametrize("how", ["SIGINT", "SIGKILL"])
@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_an_interrupted_download_leaves_no_half_file(mirror, how):
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, SHA256, mirror.url + "slow"],
        stderr=subprocess.DEVNULL,
        # whoever started the tests may ignore SIGINT (nohup, `&` in a script), which is inherited
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    folder = cache.cache_folder() / "my_set"
    deadline = time.time() + 30
    while not (folder.is_dir() and any(p.stat().st_size > 0 for p in folder.iterdir())):
        assert time.time() < deadline and process.poll() is None
        time.sleep(0.05)
    process.send_signal(getattr(signal, how))
    assert process.wait(20) != 0
    assert "a.bin" not in left_in_cache()
    if how == "SIGINT":
        assert left_in_cache() == []
    assert fetch(remote(mirror.url + "good"))[1].read_bytes() == CONTENT


@pytest.mark.parametrize("where", ["my-set/a.bin", "my_set/a.bin", "a.bin"])
def test_hocsau_data_is_searched_first(folders, monkeypatch, where):
    path = put(folders / "dữ liệu" / where)
    monkeypatch.setenv(
        "HOCSAU_DATA", os.pathsep.join([str(folders / "không có"), "", str(folders / "dữ liệu")])
    )
    put(cache.cached(remote()))
    assert fetch(remote())[1] == path


def test_a_wrong_file_in_hocsau_data_is_an_error(folders, monkeypatch):
    path = put(folders / "d" / "a.bin", b"wrong")
    monkeypatch.setenv("HOCSAU_DATA", str(folders / "d"))
    put(cache.cached(remote()))
    with pytest.raises(DataError, match="không đúng") as caught:
        fetch(remote())
    assert str(path) in str(caught.value)
    # a right one in a later folder settles it
    put(folders / "e" / "a.bin")
    monkeypatch.setenv("HOCSAU_DATA", os.pathsep.join([str(folders / "d"), str(folders / "e")]))
    assert fetch(remote())[1] == folders / "e" / "a.bin"


def test_a_file_of_another_set_with_the_same_name_is_passed_over(folders, monkeypatch):
    """MNIST and Fashion-MNIST name their files alike."""
    other = b"the other set"
    twin = remote(dataset="other_set", sha256=hashlib.sha256(other).hexdigest())
    monkeypatch.setattr(sources, "PARTS", {"my_set": ((remote(),),), "other_set": ((twin,),)})
    put(folders / "d" / "a.bin", other)
    monkeypatch.setenv("HOCSAU_DATA", str(folders / "d"))
    assert cache.find(remote()) is None
    assert cache.find(twin) == folders / "d" / "a.bin"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (requests.exceptions.SSLError("certificate verify failed"), "chứng chỉ.*REQUESTS_CA_BUNDLE"),
        (requests.exceptions.ProxyError("tunnel"), "proxy: xem lại các biến HTTPS_PROXY"),
        (requests.exceptions.InvalidSchema("Missing dependencies for SOCKS support."), "pip install pysocks"),
        (requests.exceptions.ConnectTimeout(), "đợi quá lâu"),
        (requests.exceptions.ConnectionError(), "không nối được"),
        (requests.exceptions.ChunkedEncodingError(), "đứt giữa chừng"),
    ],
)
def test_the_cause_is_named(monkeypatch, error, words):
    def fail(*arguments):
        raise error

    monkeypatch.setattr(cache, "_download", fail)
    with pytest.raises(DataError, match=words):
        fetch(remote("https://127.0.0.1:9/a.bin"))


def test_a_socks_proxy_without_its_library(monkeypatch):
    """The real error of requests, not ours: nothing is asked of the network."""
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setitem(sys.modules, "socks", None)
    monkeypatch.delitem(sys.modules, "urllib3.contrib.socks", raising=False)
    monkeypatch.setattr("requests.adapters.SOCKSProxyManager", missing_socks)
    with pytest.raises(DataError, match="pip install pysocks"):
        fetch(remote("http://127.0.0.2:9/a.bin"))


def missing_socks(*arguments, **options):
    raise requests.exceptions.InvalidSchema("Missing dependencies for SOCKS support.")


def test_an_unusable_cache_folder_is_named(folders, monkeypatch, mirror):
    put(folders / "một tệp")
    monkeypatch.setenv("HOCSAU_CACHE", str(folders / "một tệp" / "con"))
    with pytest.raises(DataError, match="HOCSAU_CACHE"):
        fetch(remote(mirror.url + "good"))


def test_every_known_file_is_described_fully():
    for name, parts in sources.PARTS.items():
        for part in parts:
            assert any(file.urls for file in part) == (name not in ONLY_AT_HAND)
            for file in part:
                # A set may fall back on the whole file of another, described there.
                assert file.dataset == name or file in sources.files(file.dataset)
                assert len(file.sha256) == 64
                int(file.sha256, 16)
                assert all(
                    url.startswith(("https://", "http://fashion-mnist.s3-website")) for url in file.urls
                )
    own = [file for name in sources.PARTS for file in sources.files(name) if file.dataset == name]
    assert len({file.sha256 for file in own}) == len(own)


def test_a_set_that_cannot_be_downloaded_is_not_offered_a_download(folders):
    (part,) = sources.PARTS["flowers17_256"]
    with pytest.raises(DataError, match="không có nơi tải tự động") as caught:
        cache.fetch_part(part)
    assert "data fetch" not in str(caught.value)
