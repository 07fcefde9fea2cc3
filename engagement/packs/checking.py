"""Whether a pack is still what was made: every link, every file in it, and the head that was kept apart from it."""

import io
import json
import zipfile
import zlib
from typing import Any
from uuid import UUID

from engagement.models import PackSeal
from engagement.packs.chaining import canonical, fingerprint, first_fault, seed_of
from engagement.packs.making import EVENTS, FORMAT, MANIFEST

MOST_BYTES = 2**30  # unpacked
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError)


def fault_of(data: bytes, *, head: str = "") -> str:
    """The first thing that is not as it was made, in a line; empty when all is.

    The head is compared with `head`, or with the one that the database keeps. Never raises for what is inside.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
                return "cannot be read: too large to be a pack"
            names = archive.namelist()
            parts = {name: archive.read(name) for name in names}
        manifest = json.loads(parts[MANIFEST])
        header, files, events, end = (manifest[name] for name in ("header", "files", "events", "head"))
        pack, form = header["pack"], header["format"]
        listed = [MANIFEST, *files]
    except _BROKEN:
        return "cannot be read: the file is broken, or no pack"
    except (KeyError, TypeError):
        return "cannot be read: the manifest is missing or broken"
    if form != FORMAT or not isinstance(events, int) or EVENTS not in parts:
        return "cannot be read: not a pack that this version knows"
    fault = first_fault(parts[EVENTS], seed=seed_of(header), head=end, events=events)
    if fault:
        return fault
    if sorted(names) != sorted(listed):
        return "a file was put in or taken out"
    changed = next((name for name in files if fingerprint(parts[name]) != files[name]), "")
    if changed:
        return f"{changed}: changed since the pack was made"
    if canonical(manifest) != parts[MANIFEST]:
        return "the manifest was written anew"
    return _against(pack, end, events, head)


def _against(pack: Any, end: str, events: int, head: str) -> str:
    if head:
        return "" if end == head.strip().lower() else "the links hold, but this is not the chain with that head"
    seal = PackSeal.objects.filter(pack__uuid=pack).first() if _is_uuid(pack) else None
    if seal is None:
        return "the links hold, but this database has made no such pack: give the head with --head"
    if (seal.head, seal.events) != (end, events):
        return "the links hold, but this is not the chain that was made here"
    return ""


def _is_uuid(text: Any) -> bool:
    try:
        UUID(text)
    except (ValueError, TypeError, AttributeError):
        return False
    return True
