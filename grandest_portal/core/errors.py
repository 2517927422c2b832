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
