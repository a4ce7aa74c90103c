"""Giving out files to those who may read them."""

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from varv.files import blobs
from varv.files.access import may_read
from varv.files.models import File


@require_safe
@never_cache
def download(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    """Send one file as a download that no browser will run or show within our pages."""
    file = get_object_or_404(File, key=key)
    if not may_read(file, request.user):
        raise Http404  # the same answer as for a file that does not exist
    return as_download(file, file.name)


def as_download(file: File, name: str) -> FileResponse:
    """Return the content under ``name``, as a download and nothing else."""
    response = FileResponse(
        blobs.path_of(file.sha256).open("rb"),
        as_attachment=True,
        filename=name,
        content_type=file.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
