"""What holds whatever happens to a dossier: the strict portal takes every message, and knows the state at the end."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings

from motcua.departments.portal.codes import Service
from motcua.departments.portal.telling import Teller, told
from motcua.dossiers.parts import State
from tests.dossiers.test_any_act import CHANNELS, PROCEDURES, WALKS, walked
from tests.portal.strict import accepted, wording

FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(PROCEDURES, CHANNELS, WALKS)
def test_R60_any_life_is_told_in_order_and_the_strict_portal_takes_every_message(proc, channel, acts):
    life = walked(proc, channel, acts).life
    messages = told(life.transitions)
    teller = Teller()
    assert [message for act in life.transitions for message in teller.hear(act)] == messages
    held = accepted(messages, wording(life.ground, life.ground.procedure(proc.code, life.now.version)))
    if life.now.parent is not None:
        assert not messages
        return
    assert held is not None
    waited_before_receipt = life.now.state is State.SUBMITTED and life.now.supplements > 0
    assert held.status == ("5" if waited_before_receipt else str(life.now.state.portal_code))
    seen = [(message.seq, message.service, message.status) for message in messages]
    assert len(seen) == len(set(seen))  # each is one row of the queue, however often it is worked out
    records = [message.says for message in messages if message.service is Service.DOSSIER]
    assert all(one != following for one, following in pairwise(records))
