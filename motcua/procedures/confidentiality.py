"""How confidential dossiers of a procedure are: three levels, ordered."""

from enum import StrEnum


class Confidentiality(StrEnum):
    """Who of those that are competent may see a dossier; a clearance is the highest level somebody may see."""

    NORMAL = "normal"
    RESTRICTED = "restricted"
    """The matter itself is private: adoption, a minor, a family in dispute."""
    SECRET = "secret"
    """State secrets of any degree: such papers are not sent through here, but what is known of the dossier may be."""

    @property
    def rank(self) -> int:
        """Return its place in the order, 0 for what anybody competent may see."""
        return list(Confidentiality).index(self)

    def allows(self, level: "Confidentiality") -> bool:
        """Whether a clearance of this level is enough for a dossier of that one."""
        return level.rank <= self.rank


PRIVATE_FIELDS = frozenset({"Nuôi con nuôi", "Lý lịch tư pháp"})
"""Adoption, whose file is kept from the parties themselves in part, and judicial records, which say who was convicted:
no text on levels of such dossiers was found, so that a version which says nothing is held to be restricted."""


def cautious(field: str) -> Confidentiality:
    """Return the level of a procedure whose version names none, by the Vietnamese name of its field."""
    return Confidentiality.RESTRICTED if field in PRIVATE_FIELDS else Confidentiality.NORMAL
