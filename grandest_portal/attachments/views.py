"""The one view that gives files: to those who may read them, to keep, never to be run by the browser."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from grandest_portal.attachments.kinds import KINDS
from grandest_portal.attachments.permissions import opened, readable_attachment
from grandest_portal.attachments.presentation import KNOWING, row_of


@login_not_required
@require_safe
def download(request, pk):
    """The file; first a page with the warning where nothing scanned it; a page that says why while it is held."""
    attachment = readable_attachment(request.user, pk)
    if attachment is None:
        raise Http404
    if attachment.is_unscanned and KNOWING not in request.GET:
        return notice(request, attachment, status=200)
    if not attachment.is_served:
        return notice(request, attachment, status=409)
    if request.method == "GET" and not opened(request.user, attachment):
        raise Http404
    return file_response(attachment)


def notice(request, attachment, status):
    row = row_of(attachment)
    context = {
        "row": row,
        "back": KINDS[attachment.kind].page(attachment.object_id),
        "file_url": f"{row['url']}?{KNOWING}" if row["url"] else "",
    }
    return render(request, "attachments/notice.html", context, status=status)


def file_response(attachment):
    """Kept by no cache: a document may be set aside at any moment."""
    try:
        content = attachment.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content, as_attachment=True, filename=attachment.name, content_type=attachment.format.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response
