"""Opens the zip of an office file: bounded, and with every byte of it accounted for."""

import io
import struct
import zipfile
import zlib

from engagement.inspecting.found import Found, UnreadableError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_PARTS = 500
MOST_BYTES = 192 * 2**20  # unpacked
LARGE = 16 * 2**20  # a part from here on must not unpack to more than
MOST_RATIO = 200  # times what it is packed
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the only packings of an office file


def parts_of(data: bytes) -> tuple[dict[str, bytes], list[Found]]:
    """Every part by its name. Raises UnreadableError for what is broken, encrypted or a bomb."""
    if data.startswith(OLE):
        raise UnreadableError("the file is encrypted, or in an old format")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _bounded(archive)
            found = _loose_bytes(archive, data)
            names = [info.filename.lower() for info in archive.infolist()]
            found += [Found("two parts of one name", name) for name in sorted({n for n in names if names.count(n) > 1})]
            found += [Found("a part outside the file", name) for name in names if _leads_out(name)]
            found += [Found("comment", one.filename) for one in archive.infolist() if one.comment]
            return {one.filename: archive.read(one) for one in archive.infolist() if not _empty_folder(one)}, found
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        RuntimeError,
        struct.error,
        OSError,
    ) as error:
        raise UnreadableError("the file is broken, or not of this kind") from error


def _bounded(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if any(info.flag_bits & 0x1 for info in infos):
        raise UnreadableError("the file is encrypted")
    if any(info.compress_type not in PLAIN for info in infos):
        raise UnreadableError("the file is packed in a way that office files are not")
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_BYTES:
        raise UnreadableError("the file is too large to look into")
    if any(info.file_size > LARGE and info.file_size > MOST_RATIO * max(1, info.compress_size) for info in infos):
        raise UnreadableError("the file unpacks to far more than it is")


def _empty_folder(info: zipfile.ZipInfo) -> bool:
    return info.is_dir() and not info.file_size


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name


def _loose_bytes(archive: zipfile.ZipFile, data: bytes) -> list[Found]:
    end = 0
    found = []
    for info in sorted(archive.infolist(), key=lambda one: one.header_offset):
        # Up to 24 bytes may follow a part: its sizes, where they were not known before it was written.
        if not 0 <= info.header_offset - end <= (24 if end else 0):
            found.append(Found("bytes between the parts", info.filename))
        name_length, extra_length = struct.unpack_from("<HH", data, info.header_offset + 26)
        end = info.header_offset + 30 + name_length + extra_length + info.compress_size
    if not 0 <= archive.start_dir - end <= 24:
        found.append(Found("bytes between the parts", "before the list of parts"))
    if archive.comment or data[-22:-18] != b"PK\x05\x06":
        found.append(Found("bytes after the file", "end"))
    return found
