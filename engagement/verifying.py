"""Whether a sealed edition is still what was sealed: its digest, its chain, its figures, its words and its papers."""

from datetime import UTC

from django.utils.translation import gettext as _

from engagement import formats, narratives, payloads
from engagement.editions import Edition
from engagement.models import BoardEdition, SealedEdition


def verify(edition: BoardEdition) -> list[str]:
    """What is wrong, each in a sentence; empty when all is well. A draft has nothing to verify."""
    if edition.is_draft:
        return []
    sealed = SealedEdition.objects.filter(edition=edition).first()
    if sealed is None:
        return [_("What was sealed is not there any more.")]
    report = payloads.read(sealed.payload)
    return [
        *_digest(edition, sealed),
        *_chain(sealed),
        *_figures(edition, report),
        *_narratives(sealed, report),
        *_papers(edition, report),
    ]


def notes(edition: BoardEdition) -> list[str]:
    """What could not be checked, and why: no fault."""
    if edition.is_draft or payloads.is_whole(payloads.read(edition.sealed.payload)):
        return []
    return [
        _("A quote was taken back since, so the papers are not the bytes that were sealed. All numbers are checked.")
    ]


def header_of(edition: BoardEdition) -> dict[str, str | int | None]:
    """What is sealed beside the payload: which edition, when and by whom."""
    return {
        "edition": str(edition.uuid),
        "quarter": edition.quarter,
        "version": edition.version,
        "as_of": edition.as_of.isoformat() if edition.as_of else None,
        "note": edition.note,
        "sealed_by": edition.sealed_by_id,
        "sealed_at": edition.sealed_at.astimezone(UTC).isoformat() if edition.sealed_at else None,
    }


def _digest(edition: BoardEdition, sealed: SealedEdition) -> list[str]:
    now = payloads.seal_of(header_of(edition), sealed.payload, sealed.narratives, sealed.before)
    return [] if now == sealed.digest == edition.digest else [_("It is not what was sealed: the digest differs.")]


def _chain(sealed: SealedEdition) -> list[str]:
    last = SealedEdition.objects.filter(nth=sealed.nth - 1).first()
    if sealed.before != (last.digest if last else ""):
        return [_("The edition sealed before it has been changed or is gone: the chain is broken.")]
    return []


def _figures(edition: BoardEdition, report: Edition) -> list[str]:
    told = {
        figure.key: (one.name, figure.value, figure.counts, figure.of, figure.missing, figure.query)
        for one in report.sections
        for figure in one.figures
    }
    columns = ("section", "value", "counts", "denominator", "non_response", "query")
    kept = {key: tuple(rest) for key, *rest in edition.figures.values_list("key", *columns)}
    return [
        _("The figure %(key)s is not what was sealed.") % {"key": key}
        for key in sorted(told.keys() | kept.keys())
        if told.get(key) != kept.get(key)
    ]


def _narratives(sealed: SealedEdition, report: Edition) -> list[str]:
    """Every number in the officer's words is the stored figure's."""
    figures = narratives.figures_of(report)
    return [
        _("The words of section %(name)s are not bound to its figures.") % {"name": one.name}
        for one in report.sections
        if one.narrative != narratives.bind(sealed.narratives.get(one.name, ""), figures)
    ]


def _papers(edition: BoardEdition, report: Edition) -> list[str]:
    """Each format made again is the same to the byte; not asked where a quote's words are gone."""
    kept = dict(edition.papers.values_list("kind", "digest"))
    if not payloads.is_whole(report):
        return []
    return [
        _("The %(kind)s is not what was sealed.") % {"kind": kind.upper()}
        for kind, digest in kept.items()
        if formats.digest(formats.make(kind, report)) != digest
    ]
