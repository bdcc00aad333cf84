"""Tìm tệp của bộ dữ liệu thật: trong HOCSAU_DATA, rồi trong cache, rồi tải về."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from hocsau.data import sources
from hocsau.data.sources import Part, RemoteFile
from hocsau.errors import DataError

TIMEOUT = (10, 30)  # seconds to connect; seconds without a byte


def data_folders() -> list[Path]:
    """Các thư mục nêu trong HOCSAU_DATA (cách nhau bằng os.pathsep: ":" hoặc ";" trên Windows)."""
    listed = os.environ.get("HOCSAU_DATA", "").split(os.pathsep)
    return [_expanded("HOCSAU_DATA", folder.strip()) for folder in listed if folder.strip()]


def cache_folder() -> Path:
    """Thư mục cache: HOCSAU_CACHE, hoặc chỗ mà hệ điều hành dành cho cache.

    Lỗi:
        DataError: chưa đặt HOCSAU_CACHE mà máy không cho biết thư mục nhà ở đâu.
    """
    if own := os.environ.get("HOCSAU_CACHE", "").strip():
        return _expanded("HOCSAU_CACHE", own)
    import pooch

    try:
        folder = Path(pooch.os_cache("hocsau"))
    except RuntimeError:  # a user without a name and without HOME, as in some containers
        folder = Path("~")
    if folder.parts[:1] == ("~",):
        raise DataError(
            "máy không cho biết thư mục nhà (HOME) ở đâu, nên không biết đặt cache vào đâu; "
            "hãy đặt biến HOCSAU_CACHE thành một thư mục ghi được, ví dụ HOCSAU_CACHE=/tmp/hocsau"
        )
    return folder


def _expanded(variable: str, text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise DataError(
            f"{variable} = {text}: máy không cho biết thư mục nhà (HOME) ở đâu, nên không hiểu dấu ~; "
            "hãy viết đường dẫn đầy đủ"
        ) from None


def sha256_of(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def candidates(file: RemoteFile) -> list[Path]:
    """Những chỗ mà `file` được tìm trong HOCSAU_DATA: thư mục con mang tên bộ, rồi chính thư mục ấy."""
    subfolders = (file.dataset.replace("_", "-"), file.dataset, "")
    return [folder / sub / file.name for folder in data_folders() for sub in subfolders]


def cached(file: RemoteFile) -> Path:
    """Chỗ của `file` trong cache (có thể chưa có)."""
    return cache_folder() / file.dataset / file.name


def find(file: RemoteFile) -> Path | None:
    """Tệp có sẵn với đúng SHA-256, hoặc None.

    Lỗi:
        DataError: HOCSAU_DATA chỉ có một tệp cùng tên mà nội dung sai. Tệp của một bộ khác (MNIST và
            Fashion-MNIST đặt tên tệp giống nhau) thì bỏ qua.
    """
    foreign = {other.sha256 for name in sources.PARTS for other in sources.files(name)} - {file.sha256}
    wrong = []
    for path in candidates(file):
        if not path.is_file():
            continue
        actual = _digest(path)
        if actual == file.sha256:
            return path
        if actual not in foreign:
            wrong.append(f"{path} (SHA-256 {actual[:12]}…)")
    if wrong:
        raise DataError(
            f"tệp {file.name} của bộ {file.dataset} trong HOCSAU_DATA không đúng: {', '.join(wrong)}; "
            f"cần SHA-256 {file.sha256[:12]}…. Tệp bị hỏng hoặc bị sửa: hãy xoá nó rồi tải lại."
        )
    path = cached(file)
    return path if path.is_file() and _digest(path) == file.sha256 else None


def _digest(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise DataError(f"không đọc được tệp {path}: {error.strerror or error}") from None


def find_part(part: Part) -> tuple[RemoteFile, Path] | None:
    """Bản đầu tiên có sẵn trong các bản thay thế nhau."""
    return next(((file, path) for file in part if (path := find(file))), None)


def fetch_part(part: Part, *, progress: bool = True) -> tuple[RemoteFile, Path]:
    """Như `find_part`, và tải về cache khi chưa có.

    Các máy chủ được thử lần lượt; SHA-256 được kiểm sau khi tải; tệp chỉ mang tên thật khi đã đúng.

    Lỗi:
        DataError: nói tên tệp, thư mục và lệnh cần chạy khi không tải được từ đâu cả.
    """
    if found := find_part(part):
        return found
    failures = []
    for file in part:
        for url in file.urls:
            try:
                return file, _download(file, url, progress)
            except DataError:
                raise
            except Exception as error:  # each transport has its own errors; all mean: try the next mirror
                failures.append(f"{url}: {_reason(error)}")
    raise DataError(_not_to_be_had(part, failures))


def _download(file: RemoteFile, url: str, progress: bool) -> Path:
    import pooch

    target = cached(file)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(
            f"không tạo được thư mục cache {target.parent} ({error.strerror}); "
            "hãy đặt biến HOCSAU_CACHE thành một thư mục ghi được"
        ) from None
    # identity: some hosts unpack .gz files on the way, and the checksum is of the packed file
    downloader = pooch.HTTPDownloader(
        progressbar=progress, timeout=TIMEOUT, chunk_size=1 << 16, headers={"Accept-Encoding": "identity"}
    )
    logger = pooch.get_logger()
    level = logger.level
    logger.setLevel("ERROR")  # its English lines; the error below says it all
    try:
        # pooch writes beside the target, compares the checksum, and only then renames
        got = pooch.retrieve(
            url, f"sha256:{file.sha256}", fname=file.name, path=target.parent, downloader=downloader
        )
    finally:
        logger.setLevel(level)
    return Path(got)


def _reason(error: Exception) -> str:
    import requests

    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"máy chủ trả lời {error.response.status_code}"
    if isinstance(error, requests.exceptions.SSLError):
        return (
            "không kiểm được chứng chỉ (certificate) của máy chủ: xem lại ngày giờ của máy; "
            "trong mạng cơ quan, xin tệp chứng chỉ rồi đặt REQUESTS_CA_BUNDLE=tệp.pem"
        )
    if isinstance(error, requests.exceptions.ProxyError):
        return "không qua được proxy: xem lại các biến HTTPS_PROXY, HTTP_PROXY, ALL_PROXY"
    if isinstance(error, requests.exceptions.InvalidSchema) and "SOCKS" in str(error):
        return "mạng này đi qua proxy SOCKS (biến ALL_PROXY), cần thêm thư viện: pip install pysocks"
    if isinstance(error, (requests.exceptions.InvalidProxyURL, requests.exceptions.InvalidURL)):
        return "địa chỉ proxy không đúng dạng: xem lại các biến HTTPS_PROXY, HTTP_PROXY, ALL_PROXY"
    if isinstance(error, requests.Timeout):
        return "đợi quá lâu không thấy trả lời"
    if isinstance(error, requests.ConnectionError):
        return "không nối được"
    if isinstance(error, requests.RequestException):
        return "đường truyền đứt giữa chừng"
    if isinstance(error, ValueError) and "hash" in str(error).lower():
        return "tải xong nhưng SHA-256 không khớp, đã bỏ"
    return f"{type(error).__name__}: {error}"


def _not_to_be_had(part: Part, failures: list[str]) -> str:
    first = part[0]
    dataset, names = first.dataset, " hoặc ".join(file.name for file in part)
    folders = ", ".join(str(folder) for folder in data_folders()) or "(chưa đặt)"
    fetch = f"Khi có mạng, chạy:  {first.fetch or f'hocsau data fetch {dataset}'}"
    if not any(file.urls for file in part):
        fetch = "Bộ này không có nơi tải tự động."
    lines = [
        f"chưa có tệp {names} của bộ {dataset}, và không tải được.",
        f"  Đã tìm trong HOCSAU_DATA: {folders}",
        f"  và trong cache: {cached(first).parent}",
        f"  {fetch}",
        "  Nếu đã có tệp, đặt nó vào thư mục cache trên, hoặc đặt HOCSAU_DATA thành thư mục chứa nó.",
    ]
    if failures:
        lines += ["  Đã thử:", *(f"    {failure}" for failure in failures)]
    return "\n".join(lines)
