"""Puts a pack together in steps that can stop anywhere and go on. Each step is a transaction of its own.

A second worker waits for the first, and a step that is done is not done again.
"""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from engagement.models import Area, Pack, PackFile, PackPiece, PackSeal, PackStage, PackState, Principle
from engagement.packs import reading
from engagement.packs.chaining import canonical, fingerprint, joined, linked, seed_of
from engagement.packs.gathering import asks_of, chains_of, expected, others_of
from engagement.purging import months_ago
from people.models import Opened, User
from people.reading import note_read
from people.roles import READ_PACK

ASKS_A_STEP = 500
MONTHS = 12
FORMAT = 1
MANIFEST, EVENTS, TABLE = "manifest.json", "events.jsonl", "chains.xlsx"


class PackError(Exception):
    """A step that cannot be taken; the message is for the reader."""


def start(*, by: User, principle: str = "", area: str = "") -> Pack:
    """Begin a pack of the last twelve months; while the same one is being put together, that one.

    The caller wakes the worker. Raises ValueError for a principle or an area that there is not.
    """
    may_read(by)
    wanted = {"principle": principle and Principle(principle), "area": area and Area(area)}
    now = timezone.now()
    today = timezone.localdate(now)
    pack = Pack(
        first_day=months_ago(today, MONTHS) + timedelta(days=1), last_day=today, made_by=by, made_at=now, **wanted
    )
    pack.total, pack.head = expected(pack), seed_of(header_of(pack))
    try:
        with transaction.atomic():
            pack.save()
    except IntegrityError:
        return Pack.objects.building().get(**wanted)
    return pack


def carry_on(pack_id: int) -> bool:
    """Take the next step; True while there is more to do."""
    try:
        with transaction.atomic():
            pack = Pack.objects.select_for_update().get(pk=pack_id)
            if pack.state != PackState.BUILDING:
                return False
            with translation.override(settings.LANGUAGE_CODE):
                more = _step(pack)
            pack.save()
    except Exception:
        trouble = _("Something went wrong on our side. Nothing was sent; please make a new one.")
        Pack.objects.filter(pk=pack_id).update(state=PackState.FAILED, trouble=trouble)
        raise
    return more


def fetch(pack: Pack, *, by: User) -> bytes:
    """The zip. Leaves one row in the audit of reading."""
    may_read(by)
    with transaction.atomic():
        kept = PackFile.objects.filter(pack=pack).first()
        if kept is None:
            raise PackError(_("There is no file of this pack any more, or not yet."))
        note_read(by, Opened.EXPORT, pack.uuid)
    return bytes(kept.data)


def header_of(pack: Pack) -> dict[str, Any]:
    """What a pack is of; the first line of its chain is bound to it."""
    return {
        "format": FORMAT,
        "pack": str(pack.uuid),
        "made_at": pack.made_at.isoformat(),
        "first_day": pack.first_day.isoformat(),
        "last_day": pack.last_day.isoformat(),
        "principle": str(pack.principle),
        "area": str(pack.area),
    }


def may_read(by: User) -> None:
    """Raises PermissionDenied for everybody who may not read the pack."""
    if not by.has_perm(READ_PACK):
        raise PermissionDenied


def _step(pack: Pack) -> bool:
    if pack.stage == PackStage.ASKS:
        asks = list(asks_of(pack).filter(pk__gt=pack.after).select_related("theme")[:ASKS_A_STEP])
        if asks:
            _add(pack, list(chains_of(pack, asks)))
            pack.after = asks[-1].pk
        else:
            pack.stage = PackStage.OTHERS
        return True
    if pack.stage == PackStage.OTHERS:
        _add(pack, list(others_of(pack)))
        pack.stage = PackStage.FINISH
        return True
    _finish(pack)
    return False


def _add(pack: Pack, facts: list[dict[str, Any]]) -> None:
    lines, pack.head = linked(facts, pack.head, pack.done)
    PackPiece.objects.create(pack=pack, nth=pack.pieces_made, lines=joined(lines))
    pack.pieces_made += 1
    pack.done += len(lines)


def _finish(pack: Pack) -> None:
    events = b"".join(bytes(lines) for lines in pack.pieces.values_list("lines", flat=True))
    facts = [json.loads(line) for line in events.splitlines()]
    header = header_of(pack)
    files = {EVENTS: events, TABLE: reading.table(facts), **dict(reading.pages(header, facts, pack.head))}
    manifest = {
        "header": header,
        "events": pack.done,
        "head": pack.head,
        "files": {name: fingerprint(data) for name, data in files.items()},
    }
    data = _zipped({MANIFEST: canonical(manifest), **files})
    now = timezone.now()
    PackFile.objects.create(pack=pack, data=data, at=now)
    PackSeal.objects.create(
        pack=pack, head=pack.head, events=pack.done, digest=fingerprint(data), size=len(data), at=now
    )
    pack.pieces.all().delete()
    pack.state, pack.total = PackState.READY, pack.done


def _zipped(files: dict[str, bytes]) -> bytes:
    """The same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=1 if name == EVENTS else 6)
    return out.getvalue()
