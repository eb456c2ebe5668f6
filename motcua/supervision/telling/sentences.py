"""One sentence for every fact."""

from motcua.dossiers.facts import AnyFact
from motcua.supervision.telling.naming import Naming
from motcua.supervision.telling.sentences_of_exchange import EXCHANGE
from motcua.supervision.telling.sentences_of_lateness import LATENESS
from motcua.supervision.telling.sentences_of_repair import REPAIRED
from motcua.supervision.telling.sentences_of_time import TIME
from motcua.supervision.telling.sentences_of_work import WORK
from motcua.worktime.words import Words

SENTENCES = WORK | TIME | LATENESS | EXCHANGE | REPAIRED


def tell(fact: AnyFact, names: Naming) -> Words:
    """Return what happened, in one sentence in each language."""
    said = SENTENCES[type(fact)](fact, names)
    return Words(_closed(said.vi), _closed(said.en))


def _closed(sentence: str) -> str:
    """Return a sentence with one full stop, where it ends with somebody's words that had one already."""
    return sentence[:-1] if sentence.endswith("..") and not sentence.endswith("...") else sentence
