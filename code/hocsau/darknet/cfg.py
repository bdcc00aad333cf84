"""Đọc cfg của darknet: một tệp chữ kể mạng từng tầng, mỗi tầng một mục [tên] và các dòng khoá = giá trị."""

from __future__ import annotations

from dataclasses import dataclass, field

from hocsau.errors import DataError, nearest

# What YOLOv4-tiny is made of; darknet knows some forty more.
SECTIONS = ("net", "convolutional", "maxpool", "route", "upsample", "yolo")
_OTHER_NAMES = {"network": "net", "conv": "convolutional", "max": "maxpool"}


@dataclass(frozen=True)
class Section:
    """Một mục của cfg: tên, dòng mở đầu, các khoá; `where` để lời báo lỗi chỉ đúng chỗ.

    `lines` là dòng của từng khoá.
    """

    name: str
    line: int
    options: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    file: str = "cfg"

    def fail(self, what: str, key: str = "") -> DataError:
        """Một lỗi sẵn để ném, chỉ vào dòng của `key`, hay dòng mở mục."""
        return DataError(f"{self.file}, dòng {self.lines.get(key, self.line)}, [{self.name}]: {what}")

    def integer(self, key: str, default: int | None = None, least: int = 0) -> int:
        """Số nguyên của khoá; thiếu thì lấy default, default None thì khoá bắt buộc."""
        text = self._text(key, None if default is None else str(default))
        try:
            value = int(text)
        except ValueError:
            raise self.fail(f"{key} = {text!r}; cần một số nguyên", key) from None
        if value < least:
            raise self.fail(f"{key} = {value}; cần một số nguyên từ {least}", key)
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """Số thực của khoá."""
        text = self._text(key, None if default is None else str(default))
        try:
            return float(text)
        except ValueError:
            raise self.fail(f"{key} = {text!r}; cần một số", key) from None

    def numbers(self, key: str) -> list[float]:
        """Dãy số cách nhau bằng dấu phẩy."""
        text = self._text(key, None)
        try:
            return [float(part) for part in text.rstrip(", ").split(",")]
        except ValueError:
            raise self.fail(f"{key} = {text!r}; cần các số cách nhau bằng dấu phẩy", key) from None

    def word(self, key: str, default: str) -> str:
        """Chữ của khoá."""
        return self.options.get(key, default)

    def _text(self, key: str, default: str | None) -> str:
        if key in self.options:
            return self.options[key]
        if default is None:
            raise self.fail(f"thiếu khoá {key}")
        return default


@dataclass(frozen=True)
class Cfg:
    """Một cfg đã đọc: mục [net], các tầng theo thứ tự (tầng 0 là mục đứng ngay sau [net]), và chữ của nó."""

    net: Section
    layers: tuple[Section, ...]
    text: str = ""

    @property
    def size(self) -> tuple[int, int]:
        """(cao, rộng) của ảnh vào."""
        return self.net.integer("height", least=32), self.net.integer("width", least=32)

    @property
    def channels(self) -> int:
        """Số kênh của ảnh vào."""
        return self.net.integer("channels", 3, least=1)


def read_cfg(text: str, *, file: str = "cfg") -> Cfg:
    """Đọc cfg từ chữ.

    Tham số:
        text: nội dung; # và ; mở đầu một ghi chú.
        file: tên tệp, chỉ để báo lỗi.

    Lỗi:
        DataError: mục lạ, dòng không phải khoá = giá trị, khoá viết hai lần, không có [net] ở đầu hay
            không có tầng nào; lời báo ghi tên mục và số dòng.
    """
    sections: list[Section] = []
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = raw.split("#")[0].split(";")[0].strip()
        if not line:
            continue
        if line.startswith("["):
            sections.append(_opened(line, number, file))
        elif not sections:
            raise DataError(f"{file}, dòng {number}: {line!r} đứng trước mọi mục; mục đầu phải là [net]")
        else:
            _add(sections[-1], line, number)
    if not sections or sections[0].name != "net":
        first = f"[{sections[0].name}] ở dòng {sections[0].line}" if sections else "không có mục nào"
        raise DataError(f"{file}: mục đầu phải là [net]; gặp {first}")
    again = next((s for s in sections[1:] if s.name == "net"), None)
    if again is not None:
        raise again.fail("mục [net] thứ hai; mỗi cfg chỉ có một")
    if len(sections) == 1:
        raise DataError(f"{file}: có [net] nhưng không có tầng nào")
    return Cfg(sections[0], tuple(sections[1:]), text)


def _opened(line: str, number: int, file: str) -> Section:
    if not line.endswith("]"):
        raise DataError(f"{file}, dòng {number}: {line!r} thiếu dấu ]")
    name = line[1:-1].strip()
    known = _OTHER_NAMES.get(name, name)
    if known not in SECTIONS:
        guess = nearest(name, SECTIONS)
        hint = f" Ý bạn là [{guess}]?" if guess else ""
        raise DataError(
            f"{file}, dòng {number}: mục [{name}] không được đọc; "
            f"các mục đọc được: {', '.join(SECTIONS)}.{hint}"
        )
    return Section(known, number, file=file)


def _add(section: Section, line: str, number: int) -> None:
    key, equals, value = (part.strip() for part in line.partition("="))
    if not equals or not key:
        raise DataError(
            f"{section.file}, dòng {number}, [{section.name}]: {line!r} không phải khoá = giá trị"
        )
    if key in section.options:
        raise DataError(
            f"{section.file}, dòng {number}, [{section.name}]: khoá {key} đã có ở dòng {section.lines[key]}"
        )
    section.options[key], section.lines[key] = value, number
