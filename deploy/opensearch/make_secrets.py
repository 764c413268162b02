"""Make the secrets of the composed service: certificates, and passwords for the engine and the database.

    python -m deploy.opensearch.make_secrets [--folder var/secrets]

Nothing that exists is overwritten. The certificate authority is made for this installation alone; its key
lies in the folder too, for renewals, and is mounted nowhere. The passwords are variables for the compose
command, in `passwords.env`; the search engine hashes its users' passwords itself.
"""

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import click
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ORGANIZATION = "shikaku"
NODE_NAMES = ("opensearch", "localhost")
PASSWORDS = ("SHIKAKU_LOOKUP_PASSWORD", "SHIKAKU_INDEXER_PASSWORD", "SHIKAKU_DATABASE_PASSWORD")
_AUTHORITY_DAYS = 3650
_CERTIFICATE_DAYS = 825
# The user that the search engine's image runs as; only it may read the keys it is given.
_IMAGE_USER = 1000
_PRIVATE, _PUBLIC = 0o600, 0o644


@dataclass(frozen=True)
class Identity:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def save(self, folder: Path, name: str) -> None:
        """Write `NAME.pem` and `NAME-key.pem` (PKCS#8, unencrypted, for its owner only)."""
        pem = serialization.Encoding.PEM
        key = self.key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        _write_new(folder / f"{name}.pem", self.certificate.public_bytes(pem), _PUBLIC)
        _write_new(folder / f"{name}-key.pem", key, _PRIVATE)


def make_authority(now: datetime) -> Identity:
    """Make the certificate authority that the service trusts the engine by."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name("authority")
    request = _unsigned(subject, key.public_key(), now, _AUTHORITY_DAYS)
    request = request.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    request = request.add_extension(_key_usage(is_authority=True), critical=True)
    return _signed(request, subject, key, key)


def make_identity(authority: Identity, common_name: str, host_names: tuple[str, ...], now: datetime) -> Identity:
    """Make a certificate signed by `authority`: for a server of these names or, without any, for a client."""
    key = ec.generate_private_key(ec.SECP256R1())
    usages = [ExtendedKeyUsageOID.CLIENT_AUTH]
    request = _unsigned(_name(common_name), key.public_key(), now, _CERTIFICATE_DAYS)
    if host_names:
        usages.append(ExtendedKeyUsageOID.SERVER_AUTH)
        names = [*map(x509.DNSName, host_names), x509.IPAddress(IPv4Address("127.0.0.1"))]
        request = request.add_extension(x509.SubjectAlternativeName(names), critical=False)
    request = request.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    request = request.add_extension(_key_usage(is_authority=False), critical=True)
    request = request.add_extension(x509.ExtendedKeyUsage(usages), critical=False)
    return _signed(request, authority.certificate.subject, key, authority.key)


def make_certificates(folder: Path, now: datetime) -> None:
    """Fill `folder` with the authority, the engine's node and the engine's administrator."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = make_authority(now)
    authority.save(folder, "ca")
    make_identity(authority, "opensearch", NODE_NAMES, now).save(folder, "node")
    make_identity(authority, "administrator", (), now).save(folder, "administrator")
    if os.geteuid() == 0:
        os.chown(folder / "node-key.pem", _IMAGE_USER, _IMAGE_USER)


def password_lines() -> str:
    """Give one `NAME=password` line for each password; letters and digits, as an address allows."""
    return "".join(f"{name}={secrets.token_hex(24)}\n" for name in PASSWORDS)


@click.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/secrets"),
    show_default=True,
    help="Where the secrets go.",
)
def main(folder: Path) -> None:
    """Make certificates and passwords in FOLDER, unless they are there already."""
    try:
        make_certificates(folder, datetime.now(UTC))
        _write_new(folder / "passwords.env", password_lines().encode(), _PRIVATE)
    except FileExistsError as error:
        raise click.ClickException(f"{error.filename} exists and was left as it is; move it away first") from error
    if os.geteuid() not in {0, _IMAGE_USER}:
        click.echo(f"Give {folder / 'node-key.pem'} to user {_IMAGE_USER}, or the search engine cannot read it.")


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANIZATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _unsigned(subject: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, days: int) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _signed(
    request: x509.CertificateBuilder,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
) -> Identity:
    # RFC 5280, 4.2.1.1; strict clients, Python 3.13 among them, refuse a chain without this identifier.
    issued_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    complete = request.issuer_name(issuer).add_extension(issued_by, critical=False)
    return Identity(complete.sign(issuer_key, hashes.SHA256()), key)


def _key_usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write_new(path: Path, content: bytes, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as opened:
        opened.write(content)


if __name__ == "__main__":
    main()
