"""A real browser on the running stack, signed in at the played provider."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

BROWSERS = tuple(Path("/usr/bin", name) for name in ("chromium-headless-shell", "chromium"))
"""Debian's Chromium without windows, which leaves more of the machine to the page; and the whole of it."""
CHROMIUM = next((path for path in BROWSERS if path.exists()), BROWSERS[-1])
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--no-first-run",
)
WIDTHS = (1440, 390)
"""At which axe looks at every page."""
BETWEEN = (1201, 800, 360, 320)
"""At which nothing may be wider than the window: laptops, tablets, small telephones; in a window of 320 pixels a page
of 1280 stands enlarged four times (WCAG 1.4.10)."""
AXE = Path(__file__).parent / "axe" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
LOOK = """async (rules) => (await axe.run(document, {runOnly: rules, resultTypes: ["violations"]})).violations.map(
  (found) => `${found.id}: ${found.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`)"""


@dataclass
class Reader:
    """Somebody who is signed in, in a browser of their own."""

    browser: Browser
    address: str
    state: Any
    said: list[str] = field(default_factory=list)
    """What the console complained of."""

    @asynccontextmanager
    async def page(self, path: str, **context: Any) -> AsyncIterator[Page]:
        """Open a page; a width, a theme or a browser without scripts are given as Playwright names them."""
        opened: BrowserContext = await self.browser.new_context(storage_state=self.state, **context)
        page = await opened.new_page()
        page.on("console", lambda message: message.type == "error" and self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        await page.goto(self.address + path)
        try:
            yield page
        finally:
            await opened.close()


@asynccontextmanager
async def signed_in(address: str, subject: str) -> AsyncIterator[Reader]:
    """Sign in as a played person and yield who reads."""
    async with async_playwright() as tools:
        browser = await tools.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto(address)
        await page.click(f"button[value='{subject}']")
        await page.wait_for_url(f"{address}/**")
        state = await context.storage_state()
        await context.close()
        yield Reader(browser, address, state)
        await browser.close()


@asynccontextmanager
async def passing_by(address: str) -> AsyncIterator[Reader]:
    """Yield somebody who is not signed in."""
    async with async_playwright() as tools:
        browser = await tools.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield Reader(browser, address, None)
        await browser.close()


async def faults(page: Page) -> list[str]:
    """Return what axe, which has been put into the page, finds by WCAG 2.2 AA and best practice."""
    found: list[str] = await page.evaluate(LOOK, list(RULES))
    return found


async def sideways(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    wider: int = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return wider


async def look(page: Page) -> None:
    """Look at a page in both themes at both widths: axe finds nothing, and nothing is wider than its window."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    for theme, width in product(("light", "dark"), WIDTHS):
        await page.emulate_media(color_scheme=theme)
        await page.set_viewport_size({"width": width, "height": 900})
        assert await faults(page) == [], (theme, width)
        assert await sideways(page) <= 0, width
    for width in BETWEEN:
        await page.set_viewport_size({"width": width, "height": 900})
        assert await sideways(page) <= 0, width
