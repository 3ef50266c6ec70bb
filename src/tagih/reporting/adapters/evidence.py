"""The evidence of a complaint as one PDF: pages to read, files attached, sealed with the house's own key."""

import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

import typst
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pypdf import PdfReader, PdfWriter

from tagih.kernel import home

FIELD = "Seal"
YEARS = dt.timedelta(days=3650)


def pack(content: Mapping[str, Any], files: Iterable[tuple[str, bytes]], *, made_at: dt.datetime) -> bytes:
    """This will return the pack: the pages, then the files as attachments, then the seal over all of it."""
    template = resources.files("tagih.reporting.adapters") / "evidence.typ"
    with resources.as_file(template) as file:
        pages = typst.compile(
            str(file), format="pdf", ignore_system_fonts=True,
            sys_inputs={"file": json.dumps(content, ensure_ascii=False)}, timestamp=int(made_at.timestamp()),
        )  # fmt: skip
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pages)))
    for name, body in files:
        writer.add_attachment(name, body)
    whole = io.BytesIO()
    writer.write(whole)
    writer.close()
    return _sealed(whole.getvalue(), made_at=made_at, reason=str(content["code"]))


def _sealed(content: bytes, *, made_at: dt.datetime, reason: str) -> bytes:
    out = io.BytesIO()
    meta = signers.PdfSignatureMetadata(field_name=FIELD, reason=reason, name="Tagih", md_algorithm="sha256")
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)), meta, signer=_signer(made_at), output=out)
    return out.getvalue()


def _signer(now: dt.datetime) -> signers.SimpleSigner:
    """The house's key and its own certificate, made once and kept with the other keys."""
    file = home.path() / "keys" / "seal.p12"
    if not file.exists():
        file.parent.mkdir(mode=0o700, exist_ok=True)
        draft = file.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_bytes(_made(now))
        draft.replace(file)
    signer = signers.SimpleSigner.load_pkcs12(str(file))
    if signer is None:
        raise RuntimeError("the key of the seal cannot be read")
    return signer


def _made(now: dt.datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tagih")])
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + YEARS)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
                key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    return serialization.pkcs12.serialize_key_and_certificates(
        b"tagih", key, certificate, None, serialization.NoEncryption()
    )
