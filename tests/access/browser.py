"""What a browser does to sign in: followed by hand, so that a test can spoil any step."""

import re
from dataclasses import dataclass
from html import unescape

import httpx2

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@dataclass
class Browser:
    """A browser with its cookies."""

    client: httpx2.AsyncClient

    async def begin(self, wanted: str = "/") -> str:
        """Go to the sign-in and return where it sends the browser."""
        answer = await self.client.get("/sign-in", params={"next": wanted})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def choose(self, place: str, subject: str) -> str:
        """Choose a person at the provider and return where it sends the browser back to."""
        async with httpx2.AsyncClient(trust_env=False) as outside:
            page = await outside.get(place)
            assert page.status_code == 200, page.text
            fields = {name: unescape(value) for name, value in HIDDEN.findall(page.text)}
            chosen = await outside.post(place.partition("?")[0], data=fields | {"subject": subject})
        assert chosen.status_code == 303, chosen.text
        return chosen.headers["location"]

    async def sign_in(self, subject: str, wanted: str = "/") -> httpx2.Response:
        """Sign in as somebody; return the answer to coming back."""
        return await self.client.get(await self.choose(await self.begin(wanted), subject))

    async def csrf(self) -> str:
        """Return the token of the session."""
        return str((await self.client.get("/api/v1/me")).json()["csrf"])
