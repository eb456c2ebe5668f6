"""What can be printed: the letters the built-in serif has, and what stands for others.

A conforming PDF/A shows every character; a character without a glyph stops the typesetter, and stacked or invisible
ones could make a paper say something else than it holds. So those are printed by their number: `[U+1F600]`.
"""

import re
import unicodedata

_RANGES = (
    "0A 20-7E A0-AC AE-17F 1A0-1A1 1AF-1B0 1CD-1DC 218-21B 384-38A 38C 38E-3A1 3A3-3CE 400-401 403-451 453 455-458 "
    "45C-45E 1E00-1E9B 1E9E 1EA0-1EF9 2009 2010-2027 202F-2037 2039-203E 2044 2070-2071 2074-208E 20AB-20AC 2116 2122 "
    "2126 212B 2190-2193 2212 221A 221E 2248 2260 2264-2265 25A0-25A1 25CF"
)
"""Latin with all Vietnamese letters, Greek, Cyrillic, punctuation: what the serif has upright, bold and slanted."""
LONGEST_WORD = 30
"""Characters after which a word without a break may be broken."""


def _spelled(part: str) -> str:
    first, _, last = part.partition("-")
    return rf"\u{int(first, 16):04x}" + (rf"-\u{int(last, 16):04x}" if last else "")


PRINTABLE = "".join(_spelled(part) for part in _RANGES.split())
_OTHER = re.compile(f"[^{PRINTABLE}]")
_LONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
_BLANK_LINES = re.compile(r"\n{3,}")
BREAK = "\u200b"
"""Where a long word may be broken; invisible."""


def printable(text: str) -> str:
    """Return a text with every character either as it is or named by its number; lines stay, long words may break."""
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    named = _OTHER.sub(lambda found: f"[U+{ord(found[0]):04X}]", composed)
    return _LONG.sub(lambda found: found[0] + BREAK, _BLANK_LINES.sub("\n\n", named.strip()))
