"""Thirty attendees as plain HTTP clients: cookies and forms, no browser."""

import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar

GROUP = re.compile(r'<input type="(radio|checkbox)" name="(q-[0-9a-f-]+)" value="([^"]+)"')


@dataclass
class Attendee:
    """One phone. `choices` says which option (0 is the first shown) it takes per question."""

    address: str
    code: str
    door: str
    cookies: CookieJar = field(default_factory=CookieJar)

    def __post_init__(self) -> None:
        processor = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(processor)

    def post(self, step: str, **fields: str) -> str:
        """The page after sending a form of the join page, whatever its status."""
        body = urllib.parse.urlencode(fields).encode()
        url = f"{self.address}/j/{self.code}/{step}/"
        request = urllib.request.Request(url, body, {"Origin": self.address})  # noqa: S310
        try:
            with self.opener.open(request) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.read().decode()

    def page(self, query: str = "") -> str:
        with self.opener.open(f"{self.address}/j/{self.code}/{query}") as answer:
            return answer.read().decode()

    def join(self) -> str:
        return self.post("join", door=self.door)

    def vote(self, *choices: int) -> str:
        """Answer every question of the open survey with the option at the given place."""
        options: dict[str, list[str]] = {}
        for _kind, name, value in GROUP.findall(self.page()):
            options.setdefault(name, []).append(value)
        picked = zip(options.items(), choices, strict=True)
        return self.post("vote", **{name: values[choice] for (name, values), choice in picked})
