"""Why a join or an answer was not taken; each error knows its HTTP status and a word for scripts."""

from django.utils.translation import gettext_lazy as _


class IntakeError(Exception):
    """Nothing was stored. `detail` is for the person, `word` for the script that asked.

    `values` fill the placeholders of the detail, which is said in the language of the reader.
    """

    code = 400
    word = "bad_request"
    retry_after = 0
    sentence = _("This could not be read.")

    def __init__(self, detail=None, field: str = "", **values: object):
        self._detail = detail or self.sentence
        self._values = values
        self.field = field
        super().__init__(self.word)

    @property
    def detail(self) -> str:
        return str(self._detail) % self._values if self._values else str(self._detail)

    def __str__(self) -> str:
        return self.detail


class Unreadable(IntakeError):
    """400: not what the address expects."""


class NotJoined(IntakeError):
    """403: this device has not joined the survey."""

    code = 403
    word = "not_joined"
    sentence = _("Join first: say whether you are in the room or online.")


class Foreign(IntakeError):
    """403: sent from a page that is not ours."""

    code = 403
    word = "foreign_page"
    sentence = _("This was not sent from a page of the portal.")


class Closed(IntakeError):
    """409: the survey is not open, or not any more."""

    code = 409
    word = "closed"
    sentence = _("This survey is closed. Your answer was not recorded.")


class TooLarge(IntakeError):
    """413: more than an answer can be."""

    code = 413
    word = "too_large"
    sentence = _("This is too long for an answer.")


class Invalid(IntakeError):
    """422: readable, and not a possible answer."""

    code = 422
    word = "invalid"
    sentence = _("This is not a possible answer.")


class NoCode(Invalid):
    """422: the survey lets in who has a one-time code, and this is none that is still good."""

    sentence = _("This code is not valid here. Each code works once, on one device.")


class TooFast(IntakeError):
    """429: more answers from one person than a person gives."""

    code = 429
    word = "too_fast"
    retry_after = 5
    sentence = _("Too many answers in a short time. Wait a little and send it again.")


class Busy(IntakeError):
    """503: the database did not take it in time; the same may be sent again."""

    code = 503
    word = "busy"
    retry_after = 1
    sentence = _("The answer could not be stored right now. Please send it again.")
