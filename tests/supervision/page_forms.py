"""The forms of a page as a browser without scripts would send them."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    """Collects each form's fields with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self._open = False
        self._text: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a field in."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
            self._open = True
        elif not self._open:
            return
        elif tag == "input" and said.get("type") not in ("checkbox", "radio"):
            self.forms[-1][said["name"]] = said.get("value", "")
        elif tag == "textarea":
            self._text = said["name"]
            self.forms[-1][self._text] = ""
        elif tag == "select":
            self._select = said["name"]
            self.forms[-1][self._select] = ""
        elif tag == "option" and self._select and "selected" in said:
            self.forms[-1][self._select] = said["value"]

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a field."""
        if tag == "form":
            self._open = False
        elif tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        """Take in what is written in a field of several lines."""
        if self._text:
            self.forms[-1][self._text] += data


def forms(page: str) -> dict[str, dict[str, str]]:
    """Return the forms for acts on a page, by the name of what they offer."""
    reader = _Reader()
    reader.feed(page)
    return {form["offer"]: form for form in reader.forms if "offer" in form}
