"""What other systems said and was not believed."""

import pytest

from motcua.errors import NotFoundError
from motcua.register import refused_messages
from motcua.register.alarms import AlarmKind
from motcua.register.refused_messages import MANY, Refusal
from motcua.register.register import Register
from tests.register.asked import NINE, later

UNSIGNED = Refusal("tax", "callback", "signature-refused", "No signature fits the body.", "ab" * 32, 17)


def test_the_same_message_is_one_row_however_often_it_comes(register: Register) -> None:
    for minute in range(3):
        register.refuse_message(UNSIGNED, later(minute))
    register.refuse_message(UNSIGNED._replace(kind="clock-skew"), later(3))
    skewed, unsigned = register.refused_messages()
    assert (unsigned.times, unsigned.first_at, unsigned.last_at) == (3, NINE, later(2))
    assert (skewed.times, skewed.kind) == (1, "clock-skew")
    assert {(a.kind, a.ref) for a in register.alarms()} == {
        (AlarmKind.REFUSED_MESSAGE, "tax/signature-refused"),
        (AlarmKind.REFUSED_MESSAGE, "tax/clock-skew"),
    }


def test_a_message_somebody_has_seen_is_listed_no_more(register: Register) -> None:
    register.refuse_message(UNSIGNED, NINE)
    (shown,) = register.refused_messages()
    register.message_seen(shown.id, "an-hoi.ttpvhcc", later(1))
    assert register.message_seen(shown.id, "another", later(2)).seen_by == "an-hoi.ttpvhcc"
    assert register.refused_messages() == []
    assert [message.id for message in register.refused_messages(every=True)] == [shown.id]
    with pytest.raises(NotFoundError):
        register.message_seen(shown.id + 1, "nobody", NINE)


def test_rubbish_cannot_fill_the_register(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refused_messages, "MOST_OF_A_KIND", 5)
    for number in range(12):
        register.refuse_message(UNSIGNED._replace(digest=f"{number + 1:064x}", key="x"), later(number))
    rows = register.refused_messages()
    assert len(rows) == 6
    together = next(row for row in rows if row.digest == MANY)
    assert (together.times, together.key) == (7, None)
