"""What was anchored cannot be written anew without being found, and named."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from motcua.dossiers.anchoring import Anchor, Head, Tree, root_over
from motcua.errors import NotFoundError
from motcua.register.anchor_checks import Fault, Finding
from motcua.register.anchor_files import AnchorFolder
from motcua.register.register import Register
from tests.register.papers import HANOI, Paper, receipt, whole_life

FIRST, SECOND, THIRD = (f"H07-261123-000{number}" for number in (1, 2, 3))
EVENING = datetime(2026, 12, 1, 16, 50, tzinfo=UTC)


def take(register: Register, folder: AnchorFolder, key: str) -> Anchor:
    """Take an anchor and file it."""
    anchor = register.take_anchor(key, EVENING, HANOI)
    folder.write(anchor, (grown.head for grown in register.grown(anchor.after, anchor.position)))
    return anchor


@pytest.fixture
def folder(tmp_path: Path) -> AnchorFolder:
    """Return an empty folder of anchors."""
    return AnchorFolder(tmp_path / "anchors")


@pytest.fixture
def two_days(register: Register, folder: AnchorFolder) -> Register:
    """Return a register with three dossiers and two anchors: the third dossier came on the second day."""
    whole_life(register, FIRST)
    Paper(register, receipt(SECOND))
    take(register, folder, "day/1")
    Paper(register, receipt(THIRD))
    take(register, folder, "day/2")
    return register


def behind_its_back(register: Register, *changes: str) -> None:
    """Change rows as only the owner of the database can."""
    with register._store.writing() as connection:
        if register._store.dialect == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            connection.execute(text("DROP TRIGGER IF EXISTS dossier_fact_no_update"))
            connection.execute(text("DROP TRIGGER IF EXISTS dossier_fact_no_delete"))
        for change in changes:
            connection.execute(text(change))


def test_an_untouched_register_gives_every_root_again(two_days: Register, folder: AnchorFolder) -> None:
    first, second = two_days.all_anchors()
    assert (first.number, first.dossiers, first.total) == (1, 2, 2)
    assert (second.number, second.dossiers, second.total) == (2, 1, 3)
    assert second.previous == first.digest
    assert second.after == first.position
    assert list(two_days.check_anchors(folder)) == []
    assert list(two_days.check_anchors()) == []


def test_an_anchor_is_taken_once_for_its_key_and_is_the_same_file_each_time(
    two_days: Register, folder: AnchorFolder
) -> None:
    before = {path.name: path.read_bytes() for path in folder.path.iterdir()}
    assert take(two_days, folder, "day/2") == two_days.last_anchor()
    assert {path.name: path.read_bytes() for path in folder.path.iterdir()} == before


def test_a_day_on_which_nothing_happened_is_anchored_too(two_days: Register, folder: AnchorFolder) -> None:
    empty = take(two_days, folder, "day/3")
    assert (empty.dossiers, empty.total) == (0, 3)
    assert empty.root == hashlib.sha256().hexdigest()
    assert list(two_days.check_anchors(folder)) == []


@pytest.mark.parametrize("code", [FIRST, SECOND, THIRD])
def test_a_chain_is_proved_by_its_path_alone(two_days: Register, folder: AnchorFolder, code: str) -> None:
    proof = two_days.prove(code, folder)
    assert proof.holds
    assert root_over(Head(code, proof.seq, proof.hash), proof.path) == proof.anchor.root
    assert two_days.prove(code).path == proof.path


def test_what_came_later_is_said_and_belongs_to_the_next_anchor(two_days: Register, folder: AnchorFolder) -> None:
    whole_life(two_days, "H07-261123-0004")
    with pytest.raises(NotFoundError, match="No anchor"):
        two_days.prove("H07-261123-0004", folder)
    take(two_days, folder, "day/3")
    assert two_days.prove("H07-261123-0004", folder).holds


REWRITTEN = f"UPDATE dossier_fact SET hash = '{'ab' * 32}' WHERE dossier = '{FIRST}' AND seq = 20"
REMOVED = tuple(
    f"DELETE FROM {table} WHERE {column} = '{SECOND}'"
    for table, column in (
        ("event", "dossier"),
        ("notice", "dossier"),
        ("duty", "dossier"),
        ("dossier_fact", "dossier"),
        ("dossier", "code"),
    )
)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ((REWRITTEN,), Finding(Fault.DOSSIER_CHANGED, 1, FIRST, 20)),
        (REMOVED, Finding(Fault.DOSSIER_MISSING, 1, SECOND, 4)),
        (("DELETE FROM anchor WHERE number = 1",), Finding(Fault.ANCHOR_MISSING, 1)),
        (("DELETE FROM anchor WHERE number = 2",), Finding(Fault.ANCHOR_MISSING, 2)),
        (("UPDATE anchor SET total = 4 WHERE number = 2",), Finding(Fault.ANCHOR_CHANGED, 2)),
    ],
    ids=["rewritten", "removed", "first anchor gone", "last anchor gone", "anchor edited"],
)
def test_what_was_touched_is_found_and_named(
    two_days: Register, folder: AnchorFolder, changes: tuple[str, ...], found: Finding
) -> None:
    behind_its_back(two_days, *changes)
    assert found in list(two_days.check_anchors(folder))


def test_an_edited_fact_whose_hash_was_left_is_found_by_its_chain(two_days: Register, folder: AnchorFolder) -> None:
    behind_its_back(two_days, f"UPDATE dossier_fact SET agency = 'x' WHERE dossier = '{FIRST}' AND seq = 2")
    assert list(two_days.check_anchors(folder)) == []
    assert dict(two_days.broken_chains()) == {FIRST: 2}
    proof = two_days.prove(FIRST, folder)
    assert (proof.broken_at, proof.holds) == (2, False)


def test_one_rewritten_dossier_leaves_the_proofs_of_the_others_whole(two_days: Register, folder: AnchorFolder) -> None:
    behind_its_back(two_days, REWRITTEN)
    assert not two_days.prove(FIRST, folder).holds
    assert two_days.prove(SECOND, folder).holds


def test_without_the_files_it_is_found_that_something_differs(two_days: Register) -> None:
    behind_its_back(two_days, REWRITTEN)
    assert list(two_days.check_anchors()) == [Finding(Fault.ROOT_DIFFERS, 1)]


def test_a_file_that_was_changed_with_the_register_names_nobody(two_days: Register, folder: AnchorFolder) -> None:
    behind_its_back(two_days, REWRITTEN)
    (folder.path / "000001.heads.gz").write_bytes(b"no such thing")
    faults = [finding.fault for finding in two_days.check_anchors(folder)]
    assert faults == [Fault.ROOT_DIFFERS, Fault.HEADS_UNREADABLE]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 100])
def test_the_tree_is_that_of_rfc_6962_and_every_leaf_has_its_way_to_the_root(size: int) -> None:
    heads = [Head(f"H-{number:03}", number + 1, f"{number:064x}") for number in range(size)]
    leaves = [hashlib.sha256(b"\x00" + head.line.encode()).digest() for head in heads]
    for head in heads:
        tree = Tree(head.code)
        for each in heads:
            tree.add(each)
        assert tree.finish() == _by_the_book(leaves).hex() == root_over(head, tree.path)
        assert tree.found == head


def _by_the_book(leaves: list[bytes]) -> bytes:
    """Return the root as RFC 6962 defines it: split at the largest power of two below the number of leaves."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + _by_the_book(leaves[:split]) + _by_the_book(leaves[split:])).digest()
