"""What has to be told to open a dossier: the matter, the papers handed in, and who hands them in."""

from typing import NamedTuple, get_args

from pydantic import ValidationError

from motcua.dossiers.applicant import Applicant
from motcua.dossiers.commands import Open
from motcua.dossiers.names import words_of
from motcua.dossiers.parts import Actor
from motcua.errors import InvalidInputError
from motcua.procedures.definition import Document, Procedure
from motcua.procedures.fields import Channel
from motcua.supervision.api.faults import from_faults
from motcua.supervision.counter import Opening
from motcua.supervision.offers.answering import Answers, deed_of, given
from motcua.supervision.offers.of_data import datum
from motcua.supervision.offers.offer import Input, Option, Possible, Shape
from motcua.worktime.words import Words

WHO = "applicant."
"""What the name of a particular of the applicant begins with."""
CHANNELS: dict[str, Words] = {
    "direct": Words("trực tiếp", "at the counter"),
    "online": Words("trực tuyến", "online"),
    "post": Words("bưu chính", "by post"),
}
KINDS: dict[str, Words] = {
    "citizen": Words("công dân", "citizen"),
    "enterprise": Words("doanh nghiệp, tổ chức", "enterprise or body"),
    "household": Words("hộ gia đình", "household"),
}


class Intake(NamedTuple):
    """A form by which a dossier is opened, part by part."""

    it: Possible
    matter: tuple[Input, ...]
    papers: tuple[Input, ...]
    applicant: tuple[Input, ...]

    @property
    def parts(self) -> tuple[tuple[str, tuple[Input, ...]], ...]:
        """Return the parts that ask something, by name, in the order of the counter."""
        every = (("matter", self.matter), ("papers", self.papers), ("applicant", self.applicant))
        return tuple((name, inputs) for name, inputs in every if inputs)


def intake(procedure: Procedure, by: Actor, places: tuple[Option, ...], own: str = "") -> Intake:
    """Return what is asked to open a dossier under a version; the place only where it decides something.

    Args:
        procedure: The version in force.
        by: Who takes the dossier in; their agency is where it is received.
        places: The territories it may lie in.
        own: The receiver's own territory; chosen beforehand where it is one of them, and nothing is otherwise.
    """
    told = {"procedure": procedure.code, "received_by": by.agency}
    only = {"territory": places[0].value} if len(places) == 1 else {}
    matter = (*_where(places, own), *_how(procedure), *_data(procedure))
    papers, applicant = tuple(_papers(procedure)), tuple(_applicant())
    inputs = (*matter, *papers, *applicant)
    it = Possible("open", (by.agency,), {**told, **only}, inputs, about=words_of(procedure.name))
    return Intake(it, matter, papers, applicant)


def opening_of(it: Possible, by: Actor, answers: Answers, key: str) -> Opening:
    """Return the opening somebody means.

    Raises:
        InvalidInputError: An answer is missing or does not fit; it names the input.
    """
    _must_be_whole(it, answers)
    deed = deed_of(it, given(it, answers))
    who = {name.removeprefix(WHO): deed.pop(name) for name in list(deed) if name.startswith(WHO)}
    deed.pop("kind")
    try:
        return Opening.model_validate({**deed, "key": key, "by": by} | ({"applicant": who} if who else {}))
    except ValidationError as unfit:
        fault = from_faults(unfit.errors(include_input=False))
        raise InvalidInputError(fault.message, vi="Nội dung này không hợp lệ.", field=fault.field) from None


def _where(places: tuple[Option, ...], own: str) -> tuple[Input, ...]:
    if len(places) == 1:
        return ()
    known = own if any(place.value == own for place in places) else ""
    return (Input("territory", Shape.CHOICE, required=True, options=places, given=known),)


def _how(procedure: Procedure) -> tuple[Input, ...]:
    """Return how it came in; by post, the post-mark where a version of the procedure goes by it (R22)."""
    ways = tuple(Option(way, CHANNELS[way]) for way in get_args(Channel))
    channel = Input("channel", Shape.CHOICE, required=True, options=ways, given="direct")
    return (channel, Input("postmarked", Shape.DATE)) if procedure.postmark_counts else (channel,)


def _data(procedure: Procedure) -> tuple[Input, ...]:
    """Return the data the route and the limit depend on from the start; what a step supplies is asked there.

    What is chosen from a list begins with the default and is never left open.
    """
    declared = ((name, each) for name, each in procedure.data.items() if not each.derived and each.from_step is None)
    asked = (datum(name, each, each.default) for name, each in declared)
    return tuple(each._replace(required=each.required or bool(each.options)) for each in asked)


def _papers(procedure: Procedure) -> tuple[Input, ...]:
    listed = tuple(Option(document.id, _paper(document)) for document in procedure.documents)
    return (Input("documents", Shape.LIST, options=listed, words="handed_in"),) if listed else ()


def _paper(document: Document) -> Words:
    vi = [
        document.name.vi,
        *(["bản chính"] if document.original else []),
        *([] if document.required else ["không bắt buộc"]),
    ]
    en = [
        document.name.en,
        *(["original"] if document.original else []),
        *([] if document.required else ["not required"]),
    ]
    return Words(" · ".join(vi), " · ".join(en))


def _applicant() -> tuple[Input, ...]:
    """Return who hands it in; the receipt bears a name, so one is asked for, all else as far as it is known."""
    kinds = tuple(Option(kind, KINDS[kind]) for kind in get_args(Open.model_fields["applicant_kind"].annotation))
    kind = Input("applicant_kind", Shape.CHOICE, required=True, options=kinds, given="citizen")
    known = (Input(WHO + name, required=name == "name", words=f"applicant_{name}") for name in Applicant.model_fields)
    return (kind, *known)


def _must_be_whole(it: Possible, answers: Answers) -> None:
    """Refuse a form on which something is missing that the core does not ask for itself, or is none of the options."""
    for each in it.inputs:
        said = answers.get(each.name, ())
        if each.required and not said and not each.name.startswith("data."):
            raise _missing(each)
        offered = {option.value for option in each.options}
        if each.shape is Shape.CHOICE and said and not each.name.startswith("data.") and said[0] not in offered:
            raise _not_offered(each)


def _missing(asked: Input) -> InvalidInputError:
    return InvalidInputError(
        "This is needed to open the dossier.",
        vi="Cần có nội dung này để mở hồ sơ.",
        field=asked.name,
        hint="Fill it in and send the form again; nothing was opened.",
        hint_vi="Điền rồi gửi lại; chưa có hồ sơ nào được mở.",
    )


def _not_offered(asked: Input) -> InvalidInputError:
    return InvalidInputError(
        "This is none of the answers that are offered.",
        vi="Nội dung này không có trong các lựa chọn.",
        field=asked.name,
        hint="Choose one of the list.",
        hint_vi="Chọn một mục trong danh sách.",
    )
