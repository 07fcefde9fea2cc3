"""Puts a part into a zip so that the same part gives the same bytes, whenever and wherever it is put."""

import zipfile


def put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Without a date, a user or a system in it."""
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    archive.writestr(info, data)
