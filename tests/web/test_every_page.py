"""Every page in a real browser: axe finds nothing, a small telephone shows all of it, the console is silent."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import product

import pytest

from tests.access.conftest import House
from tests.web.browsing import AXE, BETWEEN, CHROMIUM, WIDTHS, Reader, faults, passing_by, sideways, signed_in
from tests.web.doing import Names
from tests.web.every_page import AUDITOR, COUNTER, EXAMPLES, LAND, LEADS_ON, LOOKS, NOBODY, SUPERVISOR, Look, shown_by
from tests.web.furnished import furnished

in_a_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
THEMES = ("light", "dark")


def test_every_route_that_answers_people_is_looked_at(house: House) -> None:
    assert set(shown_by(house.app)) == {each for each in EXAMPLES if each != "no route"} | LEADS_ON


@pytest.fixture(scope="module")
async def readers(house: House) -> AsyncIterator[dict[str, Reader]]:
    """Return who reads, each in a browser of their own."""
    async with AsyncExitStack() as opened:
        found = {NOBODY: await opened.enter_async_context(passing_by(house.address))}
        for subject in (SUPERVISOR, LAND, AUDITOR, COUNTER):
            found[subject] = await opened.enter_async_context(signed_in(house.address, subject))
        yield found


@pytest.fixture(scope="module")
def names(house: House, codes: dict[str, str]) -> Names:
    """Put something on every page, once."""
    return furnished(house, codes, SUPERVISOR)


@dataclass
class Visit:
    """What was seen of one page, opened once."""

    look: Look
    bytes: int
    said: list[str]
    """What the console complained of."""
    faults: dict[tuple[str, int], list[str]]
    """What axe found, by theme and width."""
    sideways: dict[int, int]
    """By how much it is wider than the window, by the window's width."""


@pytest.fixture(scope="module", params=LOOKS, ids=lambda each: f"{each[1].who or 'nobody'} {each[1].path}")
async def visit(request: pytest.FixtureRequest, readers: dict[str, Reader], names: Names) -> Visit:
    """Return what is seen of a page, in both themes, wide and narrow."""
    _, look = request.param
    reader = readers[look.who]
    reader.said = []
    async with reader.page(look.path.format_map(names)) as page:
        seen = Visit(look, len((await page.content()).encode()), reader.said, {}, {})
        if look.does is not None:
            await look.does(page, names)
        await page.evaluate(AXE.read_text(encoding="utf-8"))
        for width in (*WIDTHS, *BETWEEN):
            await page.set_viewport_size({"width": width, "height": 900})
            seen.sideways[width] = await sideways(page)
            for theme in THEMES if width in WIDTHS else ():
                await page.emulate_media(color_scheme=theme)
                seen.faults[theme, width] = await faults(page)
    return seen


@in_a_browser
def test_axe_finds_nothing_in_either_theme_at_either_width(visit: Visit) -> None:
    assert visit.faults == {key: [] for key in product(THEMES, WIDTHS)}


@in_a_browser
def test_no_page_is_wider_than_a_small_telephone(visit: Visit) -> None:
    assert max(visit.sideways.values()) <= 0, visit.sideways


@in_a_browser
def test_a_page_is_small_and_the_console_is_silent(visit: Visit) -> None:
    assert visit.bytes < 100_000
    assert bool(visit.said) is visit.look.refused, visit.said
