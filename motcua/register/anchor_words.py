"""What is wrong with an anchor or against it, in words."""

from motcua.register.anchor_checks import Fault, Finding
from motcua.worktime.words import Words

FAULTS = {
    Fault.ANCHOR_MISSING: Words("không còn trong sổ", "is no longer in the register"),
    Fault.ANCHOR_CHANGED: Words("đã bị sửa", "was changed"),
    Fault.FILE_DIFFERS: Words("khác với tệp đã lưu trong ngày", "is not what its file of the day says"),
    Fault.HEADS_UNREADABLE: Words(
        "tệp danh sách hồ sơ đã bị sửa, không nêu được tên hồ sơ", "its file of heads was changed and can name nobody"
    ),
    Fault.ROOT_DIFFERS: Words("sổ hiện nay không còn cho ra gốc băm này", "the register no longer leads to its root"),
    Fault.DOSSIER_MISSING: Words("hồ sơ {} không còn trong sổ", "dossier {} is no longer in the register"),
    Fault.DOSSIER_CHANGED: Words("hồ sơ {} đã bị viết lại", "dossier {} was written anew"),
    Fault.DOSSIER_ADDED: Words("hồ sơ {} được chèn vào sau", "dossier {} was put in afterwards"),
    Fault.CHAIN_BROKEN: Words("hồ sơ {} có sự kiện bị sửa", "a fact of dossier {} was changed"),
    Fault.STANDING_DIFFERS: Words(
        "hồ sơ {} hiển thị khác với các sự kiện của nó", "dossier {} is shown otherwise than its facts say"
    ),
}
"""What is wrong, said of an anchor."""


def finding_words(finding: Finding) -> Words:
    """Return one thing that is wrong as a sentence: `Anchor 12: dossier … was written anew`."""
    words = FAULTS[finding.fault]
    vi, en = (text.format(finding.dossier) for text in (words.vi, words.en))
    return Words(f"Dấu neo {finding.anchor}: {vi}", f"Anchor {finding.anchor}: {en}")
