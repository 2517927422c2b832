"""Hostile texts, and where to put them: every column of every row that a person may have typed."""

from django.db import DataError, IntegrityError, connection, models, transaction

from tests.access.test_mass_assignment import our_models

CALL = "pxss(1)"
_PLAIN = [
    f"<script>{CALL}</script>",
    f"<script src=//evil.example/{CALL}></script>",
    f"</script><script>{CALL}</script>",
    f"</title><script>{CALL}</script>",
    f"</textarea><script>{CALL}</script>",
    f"</style><script>{CALL}</script>",
    f"--><script>{CALL}</script><!--",
    f"]]><script>{CALL}</script>",
    f"<img src=x onerror={CALL}>",
    f"<img src=x onerror={CALL}//",
    f"<img/src/onerror={CALL}>",
    f"<svg onload={CALL}>",
    f"<svg/onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f"<svg><animate onbegin={CALL} attributeName=x dur=1s>",
    f"<math><mtext><table><mglyph><style><img src onerror={CALL}>",
    f"<iframe src=javascript:{CALL}>",
    f"<iframe srcdoc='<script>{CALL}</script>'>",
    f"<object data=javascript:{CALL}>",
    f"<embed src=javascript:{CALL}>",
    f"<a href=javascript:{CALL}>x</a>",
    f"<a href='java&#115;cript:{CALL}'>x</a>",
    f"<form action=javascript:{CALL}><button>x",
    f"<button formaction=javascript:{CALL}>x",
    f"<base href=javascript:{CALL}//>",
    f"<meta http-equiv=refresh content='0;url=javascript:{CALL}'>",
    f"<link rel=stylesheet href=javascript:{CALL}>",
    f"<style>@import 'javascript:{CALL}'</style>",
    f"<details open ontoggle={CALL}>",
    f"<video><source onerror={CALL}>",
    f"<audio src onerror={CALL}>",
    f"<body onload={CALL}>",
    f"<input autofocus onfocus={CALL}>",
    f"<select autofocus onfocus={CALL}>",
    f"<marquee onstart={CALL}>",
    f"<template><script>{CALL}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={CALL}>'>",
    f"<x-pxss onclick={CALL}>",
    f"<pxss tabindex=1 onfocus={CALL}>",
    f"<p style=x:expression({CALL})>",
    f"<SCRIPT>{CALL}</SCRIPT>",
    f"<ScRiPt>{CALL}</sCrIpT>",
    f"<script\t>{CALL}</script\t>",
    f"<script/x>{CALL}</script>",
    f"<<script>{CALL}//<</script>",
    f"&lt;script&gt;{CALL}&lt;/script&gt;<b pxss>",
]
_QUOTED = [
    f'" onmouseover="{CALL}',
    f"' onmouseover='{CALL}",
    f'" autofocus onfocus="{CALL}" x="',
    f"' autofocus onfocus='{CALL}' x='",
    f"` onmouseover={CALL} `",
    f'"><script>{CALL}</script>',
    f"'><script>{CALL}</script>",
    f'"><img src=x onerror={CALL}>',
    f"'><svg onload={CALL}>",
    f'" style="x:expression({CALL})',
    f'" formaction="javascript:{CALL}',
    f'";{CALL};"',
    f"';{CALL};'",
    f"\\';{CALL};//",
    f"</b pxss='{CALL}'>",
]
_WORDS = ["Eau", "A {0}", "{{ 7 }} {0}", "{0} %s", "é {0}", "{0} <b pxss>"]


def payloads():
    """More than a hundred texts that are harmless when they are shown as texts."""
    templates = [
        f"{{{{{CALL}}}}}<b pxss>",
        f"{{% {CALL} %}}<i pxss>",
        f"${{{CALL}}}<u pxss>",
        f"#{{{CALL}}}<s pxss>",
    ]
    wrapped = [f"Réduire {each}" for each in _PLAIN[:40]]
    return list(dict.fromkeys([*_PLAIN, *_QUOTED, *templates, *wrapped]))


# Words of the house in columns that look like a person's texts.
NOT_TYPED = {
    "kind", "status", "key", "file", "sha256", "digest", "token", "check_code", "language", "country", "timezone",
    "password", "slug", "code", "name_key", "verb", "engine", "tie_break", "uid", "salt", "path", "query", "sender",
    "session_key", "identifier", "file_kind", "purpose", "moderation_reason_key", "reason_key", "prefix",
    "inputs", "engine_inputs", "text_hash", "need_hash", "solution_hash", "content_hash",
}  # fmt: skip
NOT_OURS = ("core.", "account.", "reference.", "needs.match", "mfa.", "socialaccount.")
LONG_ENOUGH = 60


def typed_columns():
    """(model, column) of each text that a person types."""
    for model in our_models():
        if model._meta.label_lower.startswith(NOT_OURS):
            continue
        for column in model._meta.concrete_fields:
            free = isinstance(column, models.CharField | models.TextField) and not column.choices
            other = isinstance(
                column, models.EmailField | models.URLField | models.SlugField | models.FileField
            )
            named = column.name in NOT_TYPED or column.generated or column.primary_key
            if free and not other and not named and (column.max_length or 10_000) >= LONG_ENOUGH:
                yield model, column


# What never changes once it is frozen: a text of a person may stand there all the same, written before.
FROZEN = ("needs_shortlist", "needs_shortlistentry", "needs_shortlistinvitation")


def write_everywhere(texts):
    """Put one of `texts` after the other in each typed column of each row; returns ({column}, {text}) written."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgenabled = 'A' AND tgrelid = ANY(%s::regclass[])",
            [list(FROZEN)],
        )
        guards = cursor.fetchall()
        for table, name in guards:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        written = write_each(texts)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, name in guards:
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
    return written


def write_each(texts):
    columns, used, turn = set(), set(), 0
    for model, column in typed_columns():
        for row in model._default_manager.order_by("pk"):
            turn += 1
            text = next_fitting(texts, turn, column.max_length)
            try:
                with transaction.atomic():
                    model._default_manager.filter(pk=row.pk).update(**{column.name: text})
            except (IntegrityError, DataError):
                continue
            columns.add(f"{model._meta.label_lower}.{column.name}")
            used.add(text)
    return columns, used


def next_fitting(texts, turn, longest):
    for offset in range(len(texts)):
        text = texts[(turn + offset) % len(texts)]
        if longest is None or len(text) <= longest:
            return text
    return ""
