"""YAML read strictly, with the line of everything: no duplicate keys, no tags, no anchors, no surprising booleans."""

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from motcua.errors import NotFoundError

LARGEST = 256 * 1024
"""Bytes of the largest file that is read."""
DEEPEST = 20
"""Levels of lists and tables inside one another."""

_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp"))
_ODD_BOOLEANS = frozenset({"yes", "no", "on", "off", "y", "n"})
_INTEGER = re.compile(r"[+-]?(0|[1-9]\d{0,17})")

Place = tuple[Hashable, ...]


class Mark(NamedTuple):
    """A place in a file, counted from 1."""

    line: int
    column: int


class Fault(NamedTuple):
    """Something in a file that cannot be read as meant."""

    mark: Mark
    code: str
    vi: str
    en: str


@dataclass(frozen=True)
class Location:
    """Where every value of a file stands."""

    file: str
    marks: Mapping[Place, Mark] = field(default_factory=dict)

    def at(self, *path: Hashable) -> Mark:
        """Return the place of a value, or of the nearest one that holds it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.marks:
                return self.marks[path[:length]]
        return Mark(1, 1)


class Document(NamedTuple):
    """What a file says, where it says it, and what is wrong with it."""

    data: Any
    location: Location
    faults: tuple[Fault, ...]


def read_file(path: Path) -> Document:
    """Return what a YAML file says.

    Raises:
        NotFoundError: There is no such file.
    """
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise NotFoundError(
            f"There is no file {path} that can be read", vi=f"Không đọc được tệp {path}", field="file"
        ) from problem
    if len(raw) > LARGEST:
        return _unreadable(str(path), f"larger than {LARGEST // 1024} kB", f"lớn hơn {LARGEST // 1024} kB")
    try:
        return read_text(raw.decode("utf-8"), str(path))
    except UnicodeDecodeError:
        return _unreadable(str(path), "not UTF-8 text", "không phải văn bản UTF-8")


def read_text(text: str, file: str) -> Document:
    """Return what a YAML text says; numbers with a point stay text, so that `1.010720` is not shortened."""
    if len(text.encode()) > LARGEST:
        return _unreadable(file, f"larger than {LARGEST // 1024} kB", f"lớn hơn {LARGEST // 1024} kB")
    try:
        if _too_deep(text):
            return _unreadable(file, "nested too deeply", "lồng quá sâu")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as problem:
        return _not_yaml(file, problem)
    reading = _Reading()
    data = reading.value(node, ()) if node is not None else None
    return Document(data, Location(file, reading.marks), tuple(sorted(reading.faults)))


def _too_deep(text: str) -> bool:
    """Whether a text is nested deeper than anybody writes; the composer's own recursion would not survive some."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return True
    return False


class _Reading:
    """One walk through a file."""

    def __init__(self) -> None:
        self.marks: dict[Place, Mark] = {}
        self.faults: list[Fault] = []
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, path: Place) -> Any:
        """Return what a node says, and note where it stands."""
        self.marks.setdefault(path, _mark(node))
        if id(node) in self._seen:
            self._fault(node, "alias", "Không dùng neo và bí danh YAML", "Anchors and aliases are not used here")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, place)) for place, item in enumerate(node.value)]
        return self._scalar(node)

    def _pairs(self, node: yaml.MappingNode, path: Place) -> Iterator[tuple[str, Any]]:
        known: dict[str, Mark] = {}
        for key, value in node.value:
            name = self._key(key)
            if name in known:
                self._fault(
                    key,
                    "duplicate_key",
                    f"Khóa {name} bị lặp lại; lần đầu ở dòng {known[name].line}",
                    f"The key {name} is given twice; first on line {known[name].line}",
                )
                continue
            known[name] = _mark(key)
            self.marks[(*path, name)] = _mark(key)
            yield name, self.value(value, (*path, name))

    def _key(self, key: yaml.Node) -> str:
        if not isinstance(key, yaml.ScalarNode):
            self._fault(key, "key", "Khóa phải là một từ", "A key is a single word")
            return f"?{key.start_mark.line}"
        if not key.style and key.value.lower() in _ODD_BOOLEANS | {"true", "false"}:
            self._fault(
                key,
                "boolean_key",
                f"Khóa {key.value} bị YAML 1.1 hiểu là đúng/sai",
                f"The key {key.value} is read as true or false by YAML 1.1: choose another name",
            )
        return str(key.value)

    def _scalar(self, node: yaml.Node) -> Any:
        text = str(node.value)
        if node.tag not in _PLAIN_TAGS:
            self._fault(node, "tag", f"Không dùng thẻ {node.tag}", f"The tag {node.tag} is not allowed")
            return None
        if not isinstance(node, yaml.ScalarNode) or node.style:
            return text
        if text.lower() in _ODD_BOOLEANS:
            self._fault(
                node,
                "boolean_word",
                f"{text} bị YAML 1.1 hiểu là đúng/sai: viết true, false hoặc đặt trong dấu nháy",
                f"{text} is a boolean to some readers of YAML: write true or false, or put it in quotes",
            )
            return text
        return _plain(text)

    def _fault(self, node: yaml.Node, code: str, vi: str, en: str) -> None:
        self.faults.append(Fault(_mark(node), code, vi, en))


def _plain(text: str) -> Any:
    """Return what an unquoted word stands for: nothing, true, false, a whole number, or itself."""
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    return int(text) if _INTEGER.fullmatch(text) else text


def _mark(node: yaml.Node) -> Mark:
    return Mark(node.start_mark.line + 1, node.start_mark.column + 1)


def _not_yaml(file: str, problem: yaml.YAMLError) -> Document:
    at = problem.problem_mark if isinstance(problem, yaml.MarkedYAMLError) else None
    mark = Mark(at.line + 1, at.column + 1) if at else Mark(1, 1)
    what = problem.problem if isinstance(problem, yaml.MarkedYAMLError) and problem.problem else str(problem)
    said = " ".join(str(what).split())
    fault = Fault(mark, "yaml", f"Không phải YAML: {said}", f"This is not YAML: {said}")
    return Document(None, Location(file, {(): mark}), (fault,))


def _unreadable(file: str, en: str, vi: str) -> Document:
    fault = Fault(Mark(1, 1), "file", f"Tệp {vi}", f"The file is {en}")
    return Document(None, Location(file, {(): Mark(1, 1)}), (fault,))
