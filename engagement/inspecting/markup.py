"""Reads XML without document types, entities, encodings or remarks that could hide something."""

import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree import ElementTree as ET

from engagement.inspecting.found import UnreadableError

_ENCODING = re.compile(r"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)", re.IGNORECASE)


def parse(data: bytes, name: str) -> ET.Element:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{name} is not in UTF-8") from error
    encoding = _ENCODING.match(text)
    if encoding and encoding[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise UnreadableError(f"{name} is not in UTF-8")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnreadableError(f"{name} has a document type")
    if "<!--" in text:
        raise UnreadableError(f"{name} has a remark that no program shows")
    try:
        return ET.fromstring(data)  # noqa: S314 - document types and entities are refused above
    except ET.ParseError as error:
        raise UnreadableError(f"{name} is broken") from error


@lru_cache(maxsize=1024)
def local(name: str) -> str:
    return name.rpartition("}")[2]


def attributes(element: ET.Element) -> dict[str, str]:
    return {local(name): value for name, value in element.attrib.items()}


def named(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (one for one in element.iter() if local(one.tag) == name)


def yes(has: dict[str, str], name: str, otherwise: str = "0") -> bool:
    return has.get(name, otherwise).lower() not in ("0", "false", "off", "none")


def text_of(element: ET.Element) -> str:
    return "".join(element.itertext())
