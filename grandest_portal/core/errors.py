"""The one way an action refuses: a sentence for the person, who learns how to mend it."""


class DomainError(Exception):
    """A refusal by a rule of the service.

    `message` is a French sentence shown as it is; `field` names the form field concerned, if any.
    """

    def __init__(self, message, *, field=None):
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self):
        return str(self.message)


class Conflict(DomainError):
    """Somebody stored another text since the page was opened; `current` is the thing as it stands now."""

    def __init__(self, message, *, current, field=None):
        super().__init__(message, field=field)
        self.current = current
