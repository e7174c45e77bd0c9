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


def refused(form, error: RuleError) -> None:
    """Show the refusal in the form: at its field where the form has it, else above all fields."""
    form.add_error(error.field if error.field in form.fields else None, error.message)
