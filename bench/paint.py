"""How soon pages are seen: `python -m bench.paint URL`, in a real browser, on a register that `bench.registers` filled.

A stack is started on the register; somebody who sees all of it signs in and opens each page several times. Printed are
the server's first byte, the first paint, when all of it is there, and the size. The bounds: a first paint under 200 ms,
under 100 kB; the overview within 300 ms.
"""

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.async_api import Page

from motcua.dossiers.loading import load_ground
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.access.issuing import enter_account
from motcua.supervision.access.played.persons import person
from motcua.supervision.stack import running
from tests.web.browsing import signed_in

SUPERVISOR = "played-giam-sat"
ROUNDS = 7
PAINT, COUNTED, SIZE = 200, 300, 100_000
"""Milliseconds until something of a page is seen; until the overview answers; bytes of a page."""
OVERVIEW = "/"
PAGES = (
    *(OVERVIEW, "/stuck", "/stuck?only_late=true", "/stuck?reason=partner_agency&sort=since"),
    *("/agencies", "/procedures", "/procedures/1.009645", "/reports", "/inbox", "/repairs", "/find?q=H61"),
)
PAINTED = """() => {
  const first = performance.getEntriesByName("first-contentful-paint")[0];
  const gone = performance.getEntriesByType("navigation")[0];
  return [gone.responseStart, first ? first.startTime : -1, gone.domComplete];
}"""


class Seen(NamedTuple):
    """One opening of a page."""

    first_byte: float
    """Milliseconds."""
    paint: float
    """Milliseconds until something is seen."""
    whole: float
    """Milliseconds until all of it is there."""
    bytes: int


async def opened(page: Page, address: str) -> Seen:
    """Go to a page as somebody who has the site open does, and note when it is seen."""
    await page.goto(address)
    while (painted := await page.evaluate(PAINTED))[1] < 0:  # no waiting within the page: its policy forbids that
        await asyncio.sleep(0.01)
    return Seen(*painted, len((await page.content()).encode()))


async def measure(url: str) -> bool:
    """Open every page several times; print the medians, and return whether they are within the bounds."""
    good = True
    settings = Settings(home=Path(tempfile.mkdtemp(prefix="motcua-paint-")), port=0, register_url=url)
    async with running(settings) as stack:
        register = Register.open(url)
        account = person(SUPERVISOR).account().model_copy(update={"agencies": None})
        enter_account(register, load_ground(), account)
        register.close()
        async with signed_in(stack.address, SUPERVISOR) as reader, reader.page("/") as page:
            rounds = [[await opened(page, stack.address + path) for path in PAGES] for _ in range(ROUNDS)][1:]
            for path, *seen in zip(PAGES, *rounds, strict=True):
                first, paint, whole, size = (statistics.median(each) for each in zip(*seen, strict=True))
                good &= paint <= PAINT and size <= SIZE and (path != OVERVIEW or first <= COUNTED)
                said = f"byte {first:>5.0f} ms  paint {paint:>5.0f} ms  whole {whole:>5.0f} ms  {size / 1000:>6.1f} kB"
                print(f"{path:<48} {said}")
    return good


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(measure(sys.argv[1])) else 1)
