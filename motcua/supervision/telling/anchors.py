"""Anchors as they are shown, and what is wrong with them in words."""

from zoneinfo import ZoneInfo

from motcua.dossiers.anchoring import Anchor
from motcua.dossiers.parts import Model
from motcua.register.anchor_checks import Finding
from motcua.register.anchor_words import finding_words
from motcua.register.register import Register
from motcua.supervision.telling.views import Said


class AnchorList(Model):
    """A page of anchors, the latest first."""

    anchors: tuple[Anchor, ...]
    next_cursor: int | None = None
    """Number before which the next page begins."""


class FindingView(Model):
    """One thing that is wrong."""

    fault: str
    anchor: int
    code: str | None
    seq: int | None
    what: Said


def anchor_list(register: Register, zone: ZoneInfo, *, limit: int, before: int | None = None) -> AnchorList:
    """Return a page of anchors, moments in the zone they are read in."""
    found = register.anchors(limit=limit + 1, before=before)
    shown = tuple(each.model_copy(update={"taken_at": each.taken_at.astimezone(zone)}) for each in found[:limit])
    return AnchorList(anchors=shown, next_cursor=shown[-1].number if len(found) > limit else None)


def finding_view(finding: Finding) -> FindingView:
    """Return what is wrong in words."""
    words = finding_words(finding)
    what = Said(vi=words.vi, en=words.en)
    return FindingView(
        fault=finding.fault.value, anchor=finding.anchor, code=finding.dossier, seq=finding.seq, what=what
    )
