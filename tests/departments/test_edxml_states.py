"""What each word of a department means: how far the work has come, an answer, or nothing that may be acted upon."""

from datetime import timedelta
from typing import Any

import pytest

from motcua.departments.edxml.codec import write
from motcua.departments.edxml.codes import PROGRESS, RANK, StatusCode
from motcua.departments.edxml.parts import Attachment, Business, Document, Organisation, ResponseFor, TraceHeader
from motcua.departments.edxml.profile import EdxmlProfile
from motcua.departments.edxml.standing import Standing
from motcua.departments.port import Answer, Progress

from .edxml_messages import AT, OURS, THEIRS, document, edxml_profile, status

KEY = "H29.21-261128-0001/lay-y-kien/1"
ANSWERED = ResponseFor(organ_id=OURS, document_id=f"{OURS},{KEY}")


def result(file: str = '{"outcome": "done", "content": {"opinion": "agreed"}}', **header: Any) -> Document:
    """Return a result document of the department."""
    attachment = Attachment(
        content_type="application/json", content_id="cid:a", content=file.encode(), attachment_name="tra-loi.json"
    )
    said = {
        "sender": Organisation(organ_id=THEIRS),
        "to": (Organisation(organ_id=OURS),),
        "response_for": (ANSWERED,),
        "document_id": "H29.12,2026/11/30,8",
    }
    asked = document()
    return Document(header=asked.header.model_copy(update=said | header), trace=asked.trace, attachments=(attachment,))


def stand(*said: Any, profile: EdxmlProfile | None = None, key: str = KEY) -> Standing:
    """Return where the request stands after messages: status codes, statuses, documents, or bytes."""
    standing = Standing(key, profile or edxml_profile(), AT + timedelta(minutes=1))
    for one in said:
        message = status(one) if isinstance(one, str) else one
        standing.take(message if isinstance(message, bytes) else write(message))
    return standing


MEANINGS = [
    # code, what it means to whoever asked
    ("01", "arrived"),
    ("02", "answer: refused"),
    ("03", "received"),
    ("04", "received"),
    ("05", "in_process"),
    ("06", "in_process"),
    ("13", "nothing: a person looks at it"),
    ("15", "recall agreed"),
    ("16", "recall refused"),
]


@pytest.mark.parametrize(("code", "means"), MEANINGS)
def test_every_code_has_one_meaning(code, means):
    standing = stand(code)

    if standing.answer is not None:
        said = f"answer: {standing.answer.outcome}"
    elif standing.recall is not None:
        said = f"recall {standing.recall.name.removeprefix('RECALL_').lower()}"
    elif standing.progress is not None:
        said = standing.progress.stage
    else:
        said = "nothing: a person looks at it"
        assert standing.unread is not None
    assert said == means


def test_the_table_of_meanings_leaves_no_code_out():
    assert [code for code, _ in MEANINGS] == [code.value for code in StatusCode]
    assert set(RANK) == {*PROGRESS, StatusCode.RECEIPT_REFUSED}


def test_a_refused_receipt_is_a_refusal_with_the_departments_words_or_the_official_ones():
    assert stand(status("02", description="Thiếu bản vẽ.")).answer == Answer(
        key=KEY, outcome="refused", reason="Thiếu bản vẽ."
    )
    assert stand(status("02", description=None)).answer.reason == "từ chối tiếp nhận"


def test_the_whole_life_of_a_document_ends_with_its_result():
    standing = stand("01", "03", "04", "05", result(), "06")

    assert standing.refused == []
    assert standing.answer == Answer(key=KEY, outcome="done", content={"opinion": "agreed"}, reference="17/MC")
    assert standing.progress == Progress(key=KEY, stage="in_process", said="Đã phân công phòng Đăng ký đất đai.")


ORDERS = [
    # said, stage that counts, which of them are not acted upon
    (["01", "03", "04", "05"], "in_process", []),
    (["01", "05"], "in_process", []),  # acknowledgements that were lost
    (["03", "03", "03"], "received", []),  # one that was repeated
    (["05", "03"], "in_process", [1]),  # taken back
    (["05", "03", "01", "06"], "in_process", [1, 2]),
    (["06", "05"], "in_process", [1]),
    (["06", "02"], "in_process", [1]),  # refused after it was finished
    (["13", "01"], "arrived", [0]),
    (["01", "13"], "arrived", [1]),
]


@pytest.mark.parametrize(("said", "stage", "refused"), ORDERS)
def test_a_state_is_never_taken_back(said, stage, refused):
    standing = stand(*said)

    assert standing.progress.stage == stage
    assert standing.answer is None
    assert len(standing.refused) == len(refused)
    assert standing.unread is None or said == ["01", "13"]


def test_nothing_follows_a_refusal_and_the_first_answer_counts():
    for said in (["02", "03"], ["02", "06"], ["02", result()]):
        standing = stand(*said)
        assert (standing.answer.outcome, len(standing.refused)) == ("refused", 1)

    other = result('{"outcome": "refused", "reason": "Nhầm."}', document_id="H29.12,2026/12/01,9")
    standing = stand(result(), result(), other, "02", "05")
    assert (standing.answer.outcome, len(standing.refused)) == ("done", 3)


def test_where_no_result_document_comes_finished_is_the_answer():
    profile = edxml_profile(answer={"kind": "status"})

    assert stand("05", "06", profile=profile).answer == Answer(key=KEY, outcome="done")
    assert stand(result(), profile=profile).unread is not None


def test_an_answer_may_stand_in_the_header():
    fields = {"number": "code", "issued": "promulgation_date", "about": "subject", "kind": "type_name"}
    profile = edxml_profile(answer={"kind": "header", "fields": fields, "refused_types": ["9"]})
    issued = {"number": "17/MC", "issued": "2026-11-28", "about": "Lấy ý kiến về thửa đất <123>", "kind": "Công văn"}

    assert stand(result("", document_id="x"), profile=profile).answer.content == issued
    refused = result(document_type=document().header.document_type.model_copy(update={"type": "9"}))
    answer = stand(refused, profile=profile).answer
    assert (answer.outcome, answer.reason) == ("refused", "Đề nghị cho ý kiến.")


NOT_BELIEVED = [
    # message, comment, what is said of it
    (status(sender=Organisation(organ_id="H29.13")), "another organisation's status", "another organisation"),
    (result(sender=Organisation(organ_id="H29.13")), "another organisation's result", "another organisation"),
    (result(to=(Organisation(organ_id="H29.13"),)), "a result for somebody else", "somebody else"),
    (result(response_for=()), "a result for nothing", "no single document"),
    (
        status(response_for=ResponseFor(organ_id=THEIRS, document_id=f"{OURS},{KEY}")),
        "a document we did not send",
        "no single document",
    ),
    (
        status(response_for=ResponseFor(organ_id=OURS, document_id="khac,1")),
        "an identifier that is not ours",
        "no single document",
    ),
    (
        status(response_for=ResponseFor(organ_id=OURS, document_id=f"{OURS},D/x/1")),
        "another request of ours",
        "another document",
    ),
    (
        result(response_for=(ANSWERED, ResponseFor(organ_id=OURS, document_id=f"{OURS},D/x/1"))),
        "two requests at once",
        "no single document",
    ),
    (status(timestamp=AT + timedelta(minutes=7)), "a moment to come", "yet to come"),
    (result("not json"), "an attachment that is no JSON", "attachment that does not fit"),
    (result('{"outcome": "perhaps"}'), "an outcome nobody agreed on", "attachment that does not fit"),
    (result('{"outcome": "done", "paid": true}'), "a field nobody agreed on", "attachment that does not fit"),
    (result('{"outcome": "done", "content": {"a": NaN}}'), "a number that is none", "attachment that does not fit"),
    (result('{"outcome": "refused"}'), "a refusal without a reason", "answer that does not fit"),
    (result('{"outcome": "done", "key": "D/x/1"}'), "an attachment for another request", "answers another request"),
    (b"<html>Nguyen</html>", "no message at all", "another namespace"),
]


@pytest.mark.parametrize(("message", "comment", "says"), NOT_BELIEVED, ids=[row[1] for row in NOT_BELIEVED])
def test_what_is_not_believed_changes_nothing_and_is_kept_aside(message, comment, says):
    standing = stand("05", message)

    assert (standing.progress.stage, standing.answer) == ("in_process", None)
    assert says in str(standing.unread)
    assert "Nguyen" not in str(standing.unread)
    assert stand("05", message, "06").unread is None


def test_a_result_needs_its_one_attachment_and_changes_nothing_else():
    file = result().attachments[0]
    without = result().model_copy(update={"attachments": ()})
    twice = result().model_copy(update={"attachments": (file, file.model_copy(update={"content_id": "cid:b"}))})
    recall = result().model_copy(
        update={"trace": result().trace.model_copy(update={"business": Business(kind="1", document_id="x")})}
    )
    for message, says in [(without, "one attachment"), (twice, "one attachment"), (recall, "changes an earlier")]:
        assert says in str(stand(message).unread)


def test_a_clock_a_little_ahead_of_ours_is_put_up_with():
    ahead = TraceHeader(organ_id=THEIRS, timestamp=AT + timedelta(minutes=5))
    trace = result().trace.model_copy(update={"trace_header": (ahead,)})

    assert stand(result().model_copy(update={"trace": trace})).answer is not None
