"""PDF to download: whose papers they are, and the answer that carries one."""

from flask import Response

from backend.letters.paper.passages import Press
from backend.web.portal import portal


def press() -> Press:
    """The papers of this portal."""
    here = portal()
    return Press(
        content=here.content,
        languages=here.languages,
        public_address=here.settings.public_address,
    )


def download(pdf: bytes, file_name: str) -> Response:
    """The PDF as a file; its name is neutral, for it may stay on a shared computer (D17)."""
    return Response(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )
