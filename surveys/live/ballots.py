"""A ballot from its request to its reply, whichever way the request came."""

from typing import NamedTuple

from django.utils.translation import override

from surveys import ballot_json, errors, pace, tokens
from surveys.intake import Outcome, Paper
from surveys.live import http
from surveys.live.rooms import Room

NO_STORE = (b"cache-control", b"no-store")


class Reply(NamedTuple):
    status: int
    content: bytes
    headers: list[http.Header]


def paper(room: Room, headers: http.Headers, body: bytes) -> Paper:
    """The answer of a request. Raises an IntakeError for whatever is wrong with it."""
    key = _voter_key(room, headers)
    if not pace.ballots.allows(key):
        raise errors.TooFast
    question, answer, nonce = ballot_json.read(body)
    return Paper(question, key, answer, nonce)


def require_own_json(headers: http.Headers) -> None:
    """Refuse what need not be read. Raises Foreign, Unreadable or TooLarge."""
    origin, site = headers[b"origin"], headers[b"sec-fetch-site"]
    if not ballot_json.is_own_page(origin, site, headers[b"host"]):
        raise errors.Foreign
    ballot_json.require_json(headers[b"content-type"], headers[b"content-length"])


def reply(outcome: Outcome, headers: http.Headers, query: bytes = b"") -> Reply:
    """The receipt, or why there is none in the language of the reader."""
    if not isinstance(outcome, errors.IntakeError):
        return Reply(200, b'{"receipt": "%s"}' % outcome.encode(), [http.JSON, NO_STORE])
    with override(http.language(headers, query)):
        content = http.as_json(ballot_json.refusal(outcome))
    later = [(b"retry-after", b"%d" % outcome.retry_after)] if outcome.retry_after else []
    return Reply(outcome.code, content, [http.JSON, NO_STORE, *later])


def _voter_key(room: Room, headers: http.Headers) -> str:
    survey = room.found
    if survey.uuid is None:
        raise errors.Closed
    if survey.voters is None:
        cookie = http.cookie(headers, tokens.cookie_name(survey.uuid))
        raise errors.Closed if tokens.read(cookie, survey.uuid) else errors.NotJoined
    key = survey.voters.key(http.cookie(headers, survey.voters.cookie))
    if not key:
        raise errors.NotJoined
    return key
