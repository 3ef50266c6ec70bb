"""What a file is, by its first bytes. Names and declared types lie."""

LARGEST = 10 * 2**20
SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


def content_type_of(content: bytes) -> str | None:
    """This will return the type of a PDF, PNG or JPEG file, or None for anything else."""
    return next((kind for signature, kind in SIGNATURES.items() if content.startswith(signature)), None)
