"""Forms as a browser finds them on a page: their fields with what stands in them, and how to send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXT_TYPES = {"", "text", "search", "email", "url", "tel", "password"}
ADDRESSES = {"href", "src", "action", "formaction"}
FOREIGN = {"style", "iframe", "object", "embed", "base", "marquee", "audio", "video"}
PATTERN = "__prefix__"  # rows that scripts add; never sent
NEVER_SENT = {"file", "submit", "button", "reset", "image"}


@dataclass
class Field:
    """One control and what stands in it."""

    name: str
    is_text: bool
    is_long: bool = False
    value: str = ""
    secret: bool = False


@dataclass
class Form:
    """A form of a page, as far as its sending is concerned."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def texts(self) -> list[Field]:
        return [one for one in self.fields if one.is_text]

    def values(self) -> dict[str, str]:
        return {one.name: one.value for one in self.fields if one.is_text and not one.secret}

    def filled(self, texts: dict[str, str]) -> dict[str, list[str]]:
        """What a browser sends after the texts were typed and the main button was pressed."""
        sent: dict[str, list[str]] = {}
        for one in self.fields:
            sent.setdefault(one.name, []).append(texts.get(one.name, one.value))
        pressed = [("action", "submit")] if ("action", "submit") in self.buttons else []
        for name, value in pressed or self.buttons[:1]:
            sent[name] = [value]
        return sent


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.forms: list[Form] = []
        self.live: list[str] = []
        self.area: Field | None = None
        self.choice: Field | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self._note_live(tag, given)
        if tag == "form":
            action = given.get("action") or self.address
            self.forms.append(Form(action, given.get("method", "get").lower()))
        elif self.forms and "disabled" not in given and PATTERN not in given.get("name", ""):
            self._control(tag, given)

    def _note_live(self, tag: str, given: dict[str, str]) -> None:
        if tag in FOREIGN or (tag == "script" and "src" not in given):
            self.live.append(tag)
        for name, value in given.items():
            runs = name in ADDRESSES and value.strip().lower().startswith("javascript:")
            if name.startswith("on") or name == "style" or runs:
                self.live.append(f"{tag} {name}={value}")

    def _control(self, tag: str, given: dict[str, str]) -> None:
        form, name = self.forms[-1], given.get("name", "")
        if tag == "button" and name:
            form.buttons.append((name, given.get("value", "")))
        elif tag == "textarea" and name:
            self.area = Field(name, is_text=True, is_long=True)
            form.fields.append(self.area)
        elif tag == "select" and name:
            self.choice = Field(name, is_text=False)
            form.fields.append(self.choice)
        elif tag == "option" and self.choice and not self.choice.value:
            self.choice.value = given.get("value", "")
        elif tag == "input" and name:
            self._input(form, name, given)

    @staticmethod
    def _input(form: Form, name: str, given: dict[str, str]) -> None:
        kind, value = given.get("type", ""), given.get("value", "")
        if kind in NEVER_SENT or (kind == "radio" and name in {one.name for one in form.fields}):
            return
        secret = kind == "password"
        form.fields.append(Field(name, kind in TEXT_TYPES, value=value, secret=secret))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.area.value = self.area.value.removeprefix("\r").removeprefix("\n")
            self.area = None
        elif tag == "select":
            self.choice = None


def forms_on(page: str, address: str) -> list[Form]:
    """The forms of the page in their order; those that send no text are left out."""
    return [form for form in _read(page, address).forms if form.texts]


def live_in(page: str) -> list[str]:
    """What would run or load something that our pages never do: handlers, scripts, frames."""
    return _read(page, "").live


def _read(page: str, address: str) -> _Reader:
    reader = _Reader(address)
    reader.feed(page)
    reader.close()
    return reader
