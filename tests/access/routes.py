"""Every address of the portal, read from the URLconf."""

from dataclasses import dataclass

from django.urls import URLPattern, get_resolver


@dataclass(frozen=True)
class Route:
    """`name` with its namespaces (« needs:detail »), or its pattern when it has none; `view` is the callback."""

    name: str
    pattern: str
    view: object


def routes(resolver=None, prefix="", spaces=()):
    """All Routes below a resolver, in order."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            name = ":".join([*spaces, entry.name]) if entry.name else pattern
            found.append(Route(name, pattern, entry.callback))
        else:
            space = (*spaces, entry.namespace) if entry.namespace else spaces
            found.extend(routes(entry, pattern, space))
    return found
