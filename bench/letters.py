"""What a letter costs: set as a PDF by a warm typesetter, and made from the facts on."""

import statistics
import time

from bench.explaining import RECEIVED, life
from motcua.dossiers import facts as f
from motcua.dossiers.applicant import Applicant
from motcua.dossiers.commands import Life
from motcua.dossiers.decide import decide_life
from motcua.dossiers.facts import Transition
from motcua.dossiers.ground import Ground
from motcua.dossiers.loading import load_ground
from motcua.letters.forms import Form
from motcua.letters.issuing import letter_for
from motcua.letters.story import story_of
from motcua.letters.typesetter import typesetter

ROUNDS, WARM = 220, 20


def warm(spent: list[float]) -> float:
    """Return the median, in milliseconds, of all rounds of a typesetter that is warm."""
    return statistics.median(spent[WARM:]) * 1e3


def _facts(opened: Life, ground: Ground) -> tuple[Transition, ...]:
    facts: tuple[f.AnyFact, ...] = decide_life(opened, RECEIVED, ground)
    return (Transition(key="open", by=opened.opening.by, at=RECEIVED, recorded_at=RECEIVED, facts=facts),)


def measure() -> dict[str, float]:
    """Return milliseconds of one receipt: the page alone, and everything from the stored facts on; and its size."""
    ground = load_ground()
    acts = _facts(Life(opening=life(ground).opening), ground)
    letter = letter_for(Form.RECEIPT, story_of(acts), ground)
    page, whole, size = [], [], 0
    for number in range(ROUNDS):
        who = Applicant(name=f"Nguyễn Văn Thử Nghiệm {number}", address=f"Số {number}, đường Giả Định")
        check = f"{number:010d}"  # no two letters are the same, so nothing is remembered from the one before
        began = time.perf_counter()
        size = len(typesetter().letter(letter.model_copy(update={"check": check}), number=number, applicant=who))
        page.append(time.perf_counter() - began)
        began = time.perf_counter()
        again = letter_for(Form.RECEIPT, story_of(acts), ground)
        typesetter().letter(again, number=ROUNDS + number, applicant=who)
        whole.append(time.perf_counter() - began)
    return {
        "letter_ms": warm(page),
        "letter_from_facts_ms": warm(whole),
        "letter_kb": size / 1000,
    }


if __name__ == "__main__":
    print(measure())
