"""How soon pages are seen: `python -m bench.paint URL`, in a real browser, on a register that `bench.registers` filled.

A stack is started on the register; somebody who sees all of it signs in and opens each page several times. Printed are
the server's first byte, the first paint and the size. The bounds: under 200 ms and under 100 kB; the overview's first
byte under 300 ms.
"""

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from motcua.dossiers.loading import load_ground
from motcua.register.register import Register
from motcua.settings import Settings
from motcua.supervision.access.issuing import enter_account
from motcua.supervision.access.played.persons import person
from motcua.supervision.stack import running
from tests.web.browsing import Reader, signed_in

SUPERVISOR = "played-giam-sat"
ROUNDS = 7
PAGES = (
    *("/", "/stuck", "/stuck?only_late=true", "/stuck?reason=partner_agency&sort=since"),
    *("/agencies", "/procedures", "/procedures/1.009645", "/reports", "/inbox", "/repairs", "/find?q=H61"),
)
PAINTED = """() => {
  const first = performance.getEntriesByName("first-contentful-paint")[0];
  return [performance.getEntriesByType("navigation")[0].responseStart, first ? first.startTime : -1];
}"""


class Seen(NamedTuple):
    """One opening of a page."""

    first_byte: float
    """Milliseconds."""
    paint: float
    """Milliseconds until something is seen."""
    bytes: int


async def opened(reader: Reader, path: str) -> Seen:
    """Open a page in a browser that knows the site's styles and scripts, and note when it is seen."""
    async with reader.page("/status") as page:
        await page.goto(reader.address + path)
        await page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
        first_byte, paint = await page.evaluate(PAINTED)
        return Seen(first_byte, paint, len((await page.content()).encode()))


async def measure(url: str) -> float:
    """Open every page several times; print and return the worst median of the first paints, in milliseconds."""
    worst = 0.0
    settings = Settings(home=Path(tempfile.mkdtemp(prefix="motcua-paint-")), port=0, register_url=url)
    async with running(settings) as stack:
        register = Register.open(url)
        account = person(SUPERVISOR).account().model_copy(update={"agencies": None})
        enter_account(register, load_ground(), account)
        register.close()
        async with signed_in(stack.address, SUPERVISOR) as reader:
            for path in PAGES:
                seen = [await opened(reader, path) for _ in range(ROUNDS)][1:]
                first, paint = (statistics.median(each) for each in list(zip(*seen, strict=True))[:2])
                worst = max(worst, paint)
                print(f"{path:<48} byte {first:>7.0f} ms  paint {paint:>7.0f} ms  {seen[0].bytes / 1000:>6.1f} kB")
    print(f"worst paint {worst:.0f} ms")
    return worst


if __name__ == "__main__":
    asyncio.run(measure(sys.argv[1]))
