"""What is done on a page before it is looked at."""

from playwright.async_api import Page

Names = dict[str, str]
"""What the house has, by the names examples call it."""


async def open_all(page: Page, _names: Names) -> None:
    """Open all that is folded: the form of every act."""
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


async def open_report(page: Page, names: Names) -> None:
    """Wait until a report is there, and open its form."""
    await page.wait_for_selector("#live h2#h-tab", state="attached")
    await open_all(page, names)


async def reveal(page: Page, _names: Names) -> None:
    """Ask for the applicant's data, for a purpose."""
    await page.fill("#purpose", "trả lời người dân hỏi")
    await page.click("form[action$='/applicant'] button")
    await page.wait_for_url("**/applicant")


async def be_refused(page: Page, names: Names) -> None:
    """Send an act whose form is not filled in as it should be."""
    act = page.locator("#f-ask_supplement")
    await act.locator("summary").click()
    await act.locator("input[type=text][name=items]").fill("Giấy khác")
    await act.locator("textarea[name=reason]").fill("Còn thiếu.")
    await act.locator("button").click()
    await page.wait_for_url("**/actions")
    await open_all(page, names)


async def find_a_paper(page: Page, names: Names) -> None:
    """Type the two codes of a paper."""
    for field in ("code", "check"):
        await page.fill(f"#{field}", names[field])
    await page.click("button.go")
    await page.wait_for_selector(".answer")
