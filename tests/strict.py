"""Django says nothing when a template names a variable that does not exist; in tests it must fail."""

from contextlib import contextmanager

from django.template.base import FilterExpression, Variable, VariableDoesNotExist

# Templates of packages are not ours to mend.
FOREIGN = ("/site-packages/",)


class UndefinedVariable(AssertionError):
    pass


class StrictUndefined:
    """Raises where Django would print nothing; `{% if %}` and `|default` may ask for what is absent."""

    @staticmethod
    @contextmanager
    def active():
        stock = FilterExpression.resolve

        def resolve(self, context, ignore_failures=False):
            if not ignore_failures and self.is_var and isinstance(self.var, Variable):
                tolerant = any(
                    getattr(function, "__name__", "") in {"default", "default_if_none"}
                    for function, _ in self.filters
                )
                template = getattr(context, "template", None)
                origin = str(getattr(getattr(template, "origin", None), "name", ""))
                if not tolerant and not any(part in origin for part in FOREIGN):
                    try:
                        self.var.resolve(context)
                    except VariableDoesNotExist as error:
                        raise UndefinedVariable(f"{self.token} in {origin}: {error}") from error
            return stock(self, context, ignore_failures)

        FilterExpression.resolve = resolve
        try:
            yield
        finally:
            FilterExpression.resolve = stock
