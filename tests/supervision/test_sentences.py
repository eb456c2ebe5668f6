"""Every fact has a sentence, every label a name in both languages; no server is needed."""

from typing import get_args

from motcua.dossiers.alarms import _RINGS
from motcua.dossiers.facts import AnyFact
from motcua.dossiers.parts import Ground, State, Waiting
from motcua.procedures.definition import Ending, Silence
from motcua.supervision.telling.ahead import PLAIN
from motcua.supervision.telling.labels import ENDINGS, GROUNDS, REASONS, SILENCES, STATES
from motcua.supervision.telling.sentences import SENTENCES


def test_every_fact_has_a_sentence() -> None:
    assert set(SENTENCES) == set(get_args(AnyFact))


def test_every_state_reason_ground_and_ending_has_its_words() -> None:
    tables = ((STATES, State), (REASONS, Waiting), (GROUNDS, Ground), (SILENCES, Silence), (ENDINGS, Ending))
    for words, kinds in tables:
        assert set(words) == set(kinds)
        assert all(said.vi and said.en for said in words.values())


def test_everything_that_happens_by_itself_can_be_announced() -> None:
    assert set(PLAIN) == set(_RINGS)
