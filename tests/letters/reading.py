"""Reading papers back as whoever receives them does: text, marks of the standard, and the QR code."""

import io
from typing import NamedTuple

import numpy as np
import pypdfium2
import segno
from pypdf import PdfReader

from motcua.letters.typesetter import QR_MASK

POINTS = 72 / 25.4
"""Points in a millimetre."""


class Sheet(NamedTuple):
    """What a PDF says."""

    text: str
    pages: int
    size_mm: tuple[int, int]
    title: str
    author: str
    created: str
    conformance: tuple[str, str]
    """Part and level of PDF/A."""


def read(pdf: bytes) -> Sheet:
    """Return what a PDF says."""
    reader = PdfReader(io.BytesIO(pdf))
    page, info, marks = reader.pages[0], reader.metadata, reader.xmp_metadata
    assert info is not None
    assert marks is not None
    width, height = (round(float(side) / POINTS) for side in (page.mediabox.width, page.mediabox.height))
    xml = marks.stream.get_data().decode()
    part, level = (xml.split(f"<pdfaid:{name}>")[1].split("<")[0] for name in ("part", "conformance"))
    text = "\n".join(each.extract_text() for each in reader.pages).replace("\u200b", "").replace("\xa0", " ")
    return Sheet(
        text=text,
        pages=len(reader.pages),
        size_mm=(width, height),
        title=info.title or "",
        author=info.author or "",
        created=str(info.get("/CreationDate")),
        conformance=(part, level),
    )


def flat(text: str) -> str:
    """Return a text on one line, for looking something up that the page may have broken."""
    return " ".join(text.split())


def shows_qr(pdf: bytes, content: str) -> bool:
    """Return whether the first page shows the QR code of a content, module by module."""
    matrix = np.array(segno.make_qr(content, error="m", mask=QR_MASK).matrix, dtype=bool)
    scale = 6.0
    page = pypdfium2.PdfDocument(pdf)[0]
    grey = page.render(scale=scale).to_numpy()[:, :, 0]
    dark = grey < 128
    side = 14.5 * POINTS * scale
    rows = np.flatnonzero(dark[:, : int(dark.shape[1] * 0.3)].any(axis=1))
    bottom = rows[-1] + 1
    corner = dark[int(bottom - side) : bottom]
    left = int(np.flatnonzero(corner[:, : int(dark.shape[1] * 0.3)].any(axis=0))[0])
    module = side / len(matrix)
    middles = [int((place + 0.5) * module) for place in range(len(matrix))]
    seen = dark[np.ix_([int(bottom - side) + y for y in middles], [left + x for x in middles])]
    return bool((seen == matrix).all())


def length(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(pypdfium2.PdfDocument(pdf))


def glyphs(pdf: bytes) -> str:
    """Return what is drawn on all pages; quicker than `read` where the text need not be in order."""
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
