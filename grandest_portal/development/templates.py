"""Compiles every template of the project, and finds those that extend or include one that does not exist."""

import sys

import django
from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines
from django.template.loader_tags import ExtendsNode, IncludeNode


def named(template):
    """Names of the templates that this one extends or includes by a literal name."""
    for node in template.nodelist.get_nodes_by_type((ExtendsNode, IncludeNode)):
        expression = node.parent_name if isinstance(node, ExtendsNode) else node.template
        if isinstance(expression.var, str):
            yield expression.var


def faults(engine, name):
    try:
        for other in named(engine.get_template(name).template):
            engine.get_template(other)
    except TemplateSyntaxError as error:
        yield f"{name} : {error}"
    except TemplateDoesNotExist as error:
        yield f"{name} : le gabarit {error} n'existe pas"


def main():
    django.setup()
    engine = engines["django"]
    folder = settings.TEMPLATES[0]["DIRS"][0]
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    found = [fault for name in names for fault in faults(engine, name)]
    print("\n".join(found))
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
