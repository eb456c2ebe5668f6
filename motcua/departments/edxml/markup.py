"""XML without anything that can be turned against its reader: no DTD, no entities, no instructions, bounded."""

from collections.abc import Mapping
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape

NAMESPACE: Final = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
"""As public implementations write it; to be checked against QCVN 102:2016/BTTTT."""

MAX_DEPTH: Final = 16
MAX_ELEMENTS: Final = 5000

Node = str | None | dict[str, "Node | list[Node]"]
"""An element's text, its absence, or its children by name; a name that is repeated has a list."""


class MarkupError(ValueError):
    """The bytes are not XML of the bounded kind; the message continues "The answer …" and quotes nothing."""


def decoded(body: bytes) -> str:
    """Return a message as text, before any parser sees it: parsers follow byte order marks to other encodings.

    Raises:
        MarkupError: Not UTF-8.
    """
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise MarkupError("is not UTF-8") from None


def read(text: str) -> tuple[str, Node]:
    """Return the name of the outermost element and what is in it.

    Raises:
        MarkupError: Not well-formed, declared in another encoding, a document type, an entity, an instruction, a
            comment, an attribute, another namespace, text between elements, too deep, or too many elements.
    """
    reader = _Reader()
    try:
        reader.parser.Parse(text, True)
    except expat.ExpatError as error:
        raise MarkupError(f"is not well-formed XML (line {error.lineno}, column {error.offset})") from None
    return reader.outermost


class _Reader:
    """Builds nodes from what expat reports and refuses everything else it reports."""

    def __init__(self) -> None:
        self.parser = parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuses("declares a document type")
        parser.EntityDeclHandler = _refuses("declares an entity")
        parser.ExternalEntityRefHandler = _refuses("refers to something outside itself")
        parser.SkippedEntityHandler = _refuses("uses an entity nobody declared")
        parser.ProcessingInstructionHandler = _refuses("carries an instruction")
        parser.CommentHandler = _refuses("carries a comment")
        self.outermost: tuple[str, Node] = ("", None)
        self._open: list[tuple[str, dict[str, Node | list[Node]], list[str]]] = []
        self._elements = 0

    def _declaration(self, version: str, encoding: str | None, _standalone: int) -> None:
        if version != "1.0" or (encoding or "UTF-8").upper() != "UTF-8":
            raise MarkupError("is not XML 1.0 in UTF-8")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if len(self._open) >= MAX_DEPTH:
            raise MarkupError(f"is nested deeper than {MAX_DEPTH} elements")
        if self._elements > MAX_ELEMENTS:
            raise MarkupError(f"has more than {MAX_ELEMENTS} elements")
        namespace, _, local = name.rpartition(" ")
        if namespace != NAMESPACE:
            raise MarkupError("has an element of another namespace")
        if any((local, attribute) not in _ATTRIBUTES for attribute in attributes):
            raise MarkupError("has an attribute that is not known")
        self._open.append((local, {}, []))

    def _text(self, text: str) -> None:
        self._open[-1][2].append(text)

    def _end(self, _name: str) -> None:
        name, children, pieces = self._open.pop()
        node = _node(children, "".join(pieces))
        if self._open:
            _add(self._open[-1][1], name, node)
        else:
            self.outermost = (name, node)


_ATTRIBUTES: Final = frozenset({("edXMLManifest", "version")})


def _refuses(why: str):  # type: ignore[no-untyped-def]  # expat's handlers share no type
    def handler(*_: object) -> None:
        raise MarkupError(why)

    return handler


def _node(children: dict[str, Node | list[Node]], text: str) -> Node:
    text = text.strip(" \t\r\n")
    if children and text:
        raise MarkupError("has text between its elements")
    return children or text or None


def _add(children: dict[str, Node | list[Node]], name: str, node: Node) -> None:
    if name not in children:
        children[name] = node
        return
    before = children[name]
    children[name] = [*before, node] if isinstance(before, list) else [before, node]


def write(name: str, node: "Node | list[Node]", prefix: str = "edXML:") -> str:
    """Return an element as text, without white space between elements; children without a value are left out."""
    if isinstance(node, list):
        return "".join(write(name, one, prefix) for one in node)
    match node:
        case None:
            return ""
        case str():
            inside = escape(node)
        case dict():
            inside = "".join(write(child, value, prefix) for child, value in node.items())
    return f"<{prefix}{name}>{inside}</{prefix}{name}>"
