"""Đọc một tệp xml nhỏ một cách an toàn: không thực thể tự khai, không DTD, và mỗi thẻ nhớ dòng của nó."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from hocsau.data.formats.text import read_bytes
from hocsau.errors import DataError

MAX_BYTES, MAX_DEPTH = 50 * 1024 * 1024, 50


@dataclass
class Element:
    """Một thẻ: tên, chữ bên trong, các thẻ con, và dòng mà nó bắt đầu."""

    name: str
    line: int
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, name: str) -> list[Element]:
        """Các thẻ con mang tên ấy."""
        return [child for child in self.children if child.name == name]

    def child(self, name: str) -> Element | None:
        """Thẻ con đầu tiên mang tên ấy, hoặc None."""
        return next(iter(self.all(name)), None)


def read_xml(path: str | os.PathLike[str]) -> Element:
    """Thẻ gốc của tệp.

    Thực thể (`<!ENTITY …>`) có thể phình một tệp nhỏ thành hàng GB, DTD ngoài có thể đọc tệp khác trên máy:
    tệp có `<!DOCTYPE` bị từ chối. Nhãn ảnh không bao giờ cần chúng.

    Lỗi:
        DataError: nêu tệp và dòng khi xml cụt, sai, có DOCTYPE, hoặc lồng quá sâu.
    """
    path = Path(path)
    content = read_bytes(path, MAX_BYTES, "xml")
    if not content.strip():
        raise DataError(f"{path.name}: tệp rỗng; cần một tệp xml")
    parser = expat.ParserCreate()
    parser.buffer_text = True
    root = Element("", 0)
    open_now = [root]

    def start(name: str, _: dict[str, str]) -> None:
        if len(open_now) > MAX_DEPTH:
            raise DataError(f"{path.name}, dòng {parser.CurrentLineNumber}: thẻ lồng quá {MAX_DEPTH} tầng")
        element = Element(name, parser.CurrentLineNumber)
        open_now[-1].children.append(element)
        open_now.append(element)

    def end(_: str) -> None:
        open_now.pop()

    def chars(text: str) -> None:
        open_now[-1].text += text

    def doctype(*_: Any) -> None:
        raise DataError(
            f"{path.name}, dòng {parser.CurrentLineNumber}: có <!DOCTYPE; sách không đọc xml có DTD hay thực "
            "thể tự khai, vì chúng có thể đọc tệp khác trên máy hoặc làm đầy bộ nhớ. Hãy xoá dòng ấy"
        )

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = chars, doctype
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        what = expat.errors.messages.get(error.code, str(error))
        cut = error.code in (
            expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
            expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
        )
        hint = "tệp bị cụt" if cut else "xml sai"
        raise DataError(f"{path.name}, dòng {error.lineno}: {hint} ({what})") from None
    except (ValueError, LookupError) as error:  # an encoding that expat does not know
        if isinstance(error, DataError):
            raise
        raise DataError(f"{path.name}: bảng mã của tệp không đọc được; hãy lưu lại bằng UTF-8") from None
    return root.children[0]
