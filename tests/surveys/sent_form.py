"""What a browser without scripts sends of a form: fields, ticks and choices as they stand there."""

from html.parser import HTMLParser

TICKED = {"checkbox", "radio"}


class _Form(HTMLParser):
    """Every form of a page: its fields and the names of its buttons."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[tuple[dict[str, list[str]], set[str]]] = []
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        name = given.get("name", "")
        if tag == "form":
            self.forms.append(({}, set()))
        elif tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
            self._add(name, "")
        elif tag == "option" and self.select and "selected" in given:
            self._add(self.select, given.get("value", ""))
        elif tag == "button" and self.forms:
            self.forms[-1][1].add(name)
        elif tag == "input":
            self._input(name, given)

    def _input(self, name: str, given: dict[str, str]) -> None:
        if given.get("type") not in TICKED:
            self._add(name, given.get("value", ""))
        elif "checked" in given:
            self._add(name, given.get("value", "on"))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1][0][self.area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            values = self.forms[-1][0][self.area]
            values[-1] = values[-1].removeprefix("\n")
            self.area = ""
        elif tag == "select":
            self.select = ""

    def _add(self, name: str, value: str) -> None:
        if self.forms and name:
            self.forms[-1][0].setdefault(name, []).append(value)


def sent_as_it_stands(page: str, button: str) -> dict[str, list[str]]:
    """The fields of the form with the button of that name, unchanged."""
    reader = _Form()
    reader.feed(page)
    return next(fields for fields, buttons in reader.forms if button in buttons)
