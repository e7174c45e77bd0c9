"""What an action says when a rule of the forum forbids it."""


class RuleError(Exception):
    """A refused action: `message` is for the person who asked, `on` the object it was about.

    `field` names the form field the message belongs to, when there is one.
    """

    def __init__(self, message, on=None, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.on = on
        self.field = field
