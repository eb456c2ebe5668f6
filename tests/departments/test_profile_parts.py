"""What a profile says of verbs, dialects and headers is complete, without contradiction, and never holds a secret."""

import pytest

from motcua.departments.errors import DepartmentUnavailableError, RequestRefusedError, UnreadableAnswerError
from motcua.departments.http import HttpDepartment
from motcua.departments.port import Accepted, Answer
from motcua.departments.profile import load_profiles
from motcua.errors import InvalidInputError
from tests.departments.conftest import SECRET, request
from tests.raw_http import answering, raw_server

GOOD = """
departments:
  - system: dat-dai
    name: {vi: Đất đai, en: Land register}
    base_url: https://dat-dai.gov.vn/api
    secret_env: LAND_SECRET
    headers: {X-Ma-Don-Vi: H29.21}
    ask: {method: PUT, path: "/ho-so/{key}"}
    poll: {path: "/ho-so?ma={key}&buoc={step}"}
    poll_every: PT5M
    withdraw: {method: POST, path: "/ho-so/{key}/rut", body: {lyDo: reason, hoSo.so: request.dossier}}
    statuses: {not_now: [460], wrong: [461]}
    rate: 2.5
    mapping:
      request:
        ma: request.key
        hoSo.thua: request.subject.parcel
        hoSo.to: "has(request.subject.sheet) ? request.subject.sheet : null"
        han: request.reply_by
      answer:
        key: body.ma
        reference: body.so
        cases:
          - {when: body.kq == 0, means: done, content: "{'owners': body.chu}"}
          - {when: body.kq == 1, means: refused, reason: body.lyDo}
          - {when: status == 202, means: accepted}
          - {when: status == 200 && body.kq == 2, means: in_process, said: body.lyDo}
          - {when: status == 503 && body.kq == 9, means: not_now, scope: request}
          - {when: body.kq == 8, means: wrong}
          - {when: status == 404, means: unknown}
          - {when: body.kq == 7, means: withdrawn}
"""


@pytest.fixture
def load(tmp_path):
    def loaded(text):
        path = tmp_path / "departments.yaml"
        path.write_text(text, encoding="utf-8")
        return load_profiles(path)

    return loaded


REFUSALS = [
    # written, instead, part of the place, reason
    ("{method: PUT, path", "{method: GET, path", "ask.method", "'POST' or 'PUT'"),
    ('"/ho-so/{key}"}', '"/ho-so/{ma}"}', "ask.path", "no field of a request"),
    ('"/ho-so/{key}"}', '"//evil.vn/{key}"}', "ask.path", "pattern"),
    ('"/ho-so/{key}"}', '"/../{key}"}', "ask.path", "pattern"),
    ('"/ho-so/{key}"}', '"/ho-so/{key}#x"}', "ask.path", "pattern"),
    ("    ask: {", "    ask_path: /x\n    ask: {", "", "ask and ask_path say the same thing twice"),
    ('    poll: {path: "/ho-so?ma={key}&buoc={step}"}\n', "", "", "no poll says where"),
    ("{lyDo: reason,", "{lyDo: body.x,", "withdraw.body.lyDo", "body, which is not known here"),
    ("not_now: [460]", "not_now: [461]", "statuses", "cannot mean not_now and wrong"),
    ("not_now: [460]", "not_now: [200]", "statuses.not_now.0", "greater than or equal to 400"),
    ("rate: 2.5", "rate: 0", "rate", "greater than 0"),
    ("X-Ma-Don-Vi: H29.21", "Host: evil.vn", "headers", "part of the exchange itself"),
    ("X-Ma-Don-Vi: H29.21", "Authorization: Basic abc", "", "secret never stands in a profile"),
    ("X-Ma-Don-Vi: H29.21", 'X-Ma-Don-Vi: "a\\r\\nX-Evil: 1"', "headers", "pattern"),
    ("    secret_env: LAND_SECRET\n", "    sign: true\n", "", "sign needs secret_env"),
    ("ma: request.key", "ma: requst.key", "mapping.request.ma", "requst, which is not known here"),
    ("ma: request.key", "ma: 'request.key +'", "mapping.request.ma", "is not CEL"),
    ("ma: request.key", "hoSo: request.key", "mapping.request", "cannot be a value and hold"),
    ("ma: request.key", "a..b: request.key", "mapping.request", "is no name"),
    ("when: body.kq == 0", "when: body.kq = 0", "answer.cases.0.when", "is not CEL"),
    ("when: body.kq == 0", "when: status + 1", "answer.cases.0.when", "not yes or no"),
    ("means: wrong", "means: perhaps", "answer.cases.5.means", "'done'"),
    ("means: refused, reason: body.lyDo", "means: refused", "answer.cases.1", "a refusal needs `reason`"),
    ("means: accepted", "means: accepted, content: body", "answer.cases.2", "has no place in an answer"),
    ("means: done, content: \"{'owners': body.chu}\"", "means: accepted", "mapping.answer", "could never answer"),
    ("    withdraw: {", "    #withdraw: {", "", "no withdraw says where"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "instead", "place", "reason"), REFUSALS, ids=[row[3] for row in REFUSALS])
def test_a_contradiction_or_a_slip_is_refused_with_its_place(written, instead, place, reason, load):
    assert GOOD.count(written) == 1
    with pytest.raises(InvalidInputError) as caught:
        load(GOOD.replace(written, instead))
    assert reason in str(caught.value)
    assert caught.value.field.startswith("departments.0")
    assert place in caught.value.field


async def spoken(load, status, body, verb="ask", **changes):
    """Return what the adapter makes of one answer, and what it had sent."""
    async with raw_server(answering(status, body)) as (address, asked):
        profile = load(GOOD.replace("https://dat-dai.gov.vn/api", f"{address}\n    private: true"))["dat-dai"]
        department = HttpDepartment(profile, SECRET)
        try:
            if verb == "withdraw":
                return await department.withdraw(request("dat-dai", **changes), "Rút"), asked
            return await getattr(department, verb)(request("dat-dai", **changes)), asked
        finally:
            await department.close()


KEY = b'"ma": "H29.21-261123-0001/tra-cuu/1"'
DONE = b"{" + KEY + b', "kq": 0, "chu": ["A"], "so": 88}'


async def test_a_request_goes_out_under_their_names_to_their_path(load):
    answer, asked = await spoken(load, "200 OK", DONE)

    line, headers, body = asked[0]
    assert line == "PUT /api/ho-so/H29.21-261123-0001%2Ftra-cuu%2F1 HTTP/1.1"
    assert body == b'{"ma": "H29.21-261123-0001/tra-cuu/1", "hoSo": {"thua": "123", "to": 7}}'
    assert (headers["x-ma-don-vi"], headers["idempotency-key"]) == ("H29.21", "H29.21-261123-0001/tra-cuu/1")
    assert headers["webhook-signature"].startswith("v1,")
    assert answer == Answer(key=request("dat-dai").key, outcome="done", content={"owners": ["A"]}, reference="88")


async def test_a_look_and_a_withdrawal_go_where_the_profile_says(load):
    _, looked = await spoken(load, "200 OK", DONE, "poll")
    withdrawn, called_off = await spoken(load, "200 OK", b"{" + KEY + b', "kq": 7}', "withdraw")

    assert looked[0][0] == "GET /api/ho-so?ma=H29.21-261123-0001%2Ftra-cuu%2F1&buoc=tra-cuu HTTP/1.1"
    assert called_off[0][0] == "POST /api/ho-so/H29.21-261123-0001%2Ftra-cuu%2F1/rut HTTP/1.1"
    assert called_off[0][2] == '{"lyDo": "Rút", "hoSo": {"so": "H29.21-261123-0001"}}'.encode()
    assert withdrawn.outcome == "withdrawn"


async def test_a_datum_that_the_dialect_needs_and_the_request_lacks_is_named(load):
    with pytest.raises(InvalidInputError) as caught:
        await spoken(load, "200 OK", DONE, subject={})
    assert caught.value.field == "hoSo.thua"
    assert "parcel" in str(caught.value)


async def test_progress_in_answer_to_a_request_means_that_it_was_taken_on(load):
    reply, _ = await spoken(load, "200 OK", b"{" + KEY + b', "kq": 2, "so": "S-1"}')
    assert reply == Accepted(key=request("dat-dai").key, reference="S-1")


ERRORS = [
    # status, body, error, scope
    ("503 Service Unavailable", b'{"kq": 9}', DepartmentUnavailableError, "request"),
    ("503 Service Unavailable", b"<html>", DepartmentUnavailableError, "system"),
    ("500 Oops", b'{"kq": 0}', UnreadableAnswerError, None),  # done, it says, but of which request?
    ("460 Own", b"", DepartmentUnavailableError, "system"),
    ("461 Own", b"", RequestRefusedError, None),
    ("401 Unauthorized", b"", DepartmentUnavailableError, "system"),
    ("422 Wrong", b"", RequestRefusedError, None),
    ("200 OK", b'{"kq": 8}', RequestRefusedError, None),
    ("418 Teapot", b"", UnreadableAnswerError, None),
    ("200 OK", b'{"kq": 3}', UnreadableAnswerError, None),
    ("200 OK", b'{"kq": "0"}', UnreadableAnswerError, None),
    ("200 OK", b'{"kq": 0, "ma": "another"}', UnreadableAnswerError, None),
    ("200 OK", b"{" + KEY + b', "kq": 0}', UnreadableAnswerError, None),  # content where the profile says, or nothing
    ("200 OK", b"{" + KEY + b', "kq": 1}', UnreadableAnswerError, None),  # a refusal without a reason
    ("200 OK", b"{" + KEY + b', "kq": 1, "lyDo": ""}', UnreadableAnswerError, None),
    ("200 OK", b"{" + KEY + b', "kq": 0, "chu": NaN}', UnreadableAnswerError, None),
    ("404 Not Found", b"", UnreadableAnswerError, None),  # unknown, it says to our own request
]


@pytest.mark.parametrize(("status", "body", "error", "scope"), ERRORS)
async def test_what_is_said_is_sorted_as_the_profile_says_and_never_guessed(status, body, error, scope, load):
    with pytest.raises(error) as caught:
        await spoken(load, status, body)
    assert getattr(caught.value, "scope", None) == scope


@pytest.mark.parametrize("dossier", [".", ".."])
async def test_a_code_that_would_climb_out_of_a_path_is_not_sent(load, dossier):
    with pytest.raises(InvalidInputError, match="cannot stand in a path"):
        await spoken(
            lambda text: load(text.replace('"/ho-so/{key}"}', '"/ho-so/{dossier}"}')),
            "200 OK",
            DONE,
            dossier=dossier,
            key="k",
        )
