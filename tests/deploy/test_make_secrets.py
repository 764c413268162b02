"""The secrets of the composed service."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509

from deploy.opensearch import make_secrets


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("installation") / "secrets"
    result = CliRunner().invoke(make_secrets.main, ["--folder", str(made)])
    assert result.exit_code == 0, result.output
    return made


def shake_hands(client: ssl.SSLContext, server: ssl.SSLContext, name: str) -> None:
    """Run a TLS handshake in memory; raises what either side refuses with."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    at_client = client.wrap_bio(to_client, to_server, server_hostname=name)
    at_server = server.wrap_bio(to_server, to_client, server_side=True)
    unfinished = [at_client, at_server]
    while unfinished:
        for side in tuple(unfinished):
            try:
                side.do_handshake()
                unfinished.remove(side)
            except ssl.SSLWantReadError:
                continue


def contexts(folder: Path, trusted: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    client = ssl.create_default_context(cafile=trusted)
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "node.pem", folder / "node-key.pem")
    return client, server


@pytest.mark.parametrize("name", ["opensearch", "localhost", "127.0.0.1"])
def test_a_strict_client_that_trusts_our_authority_accepts_the_engine(folder: Path, name: str) -> None:
    shake_hands(*contexts(folder, folder / "ca.pem"), name)


def test_the_engine_is_refused_under_another_name(folder: Path) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        shake_hands(*contexts(folder, folder / "ca.pem"), "elsewhere")


def test_the_engine_is_refused_by_a_client_that_trusts_another_authority(folder: Path, tmp_path: Path) -> None:
    make_secrets.make_authority(datetime.now(UTC)).save(tmp_path, "ca")
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(*contexts(folder, tmp_path / "ca.pem"), "opensearch")


def test_keys_and_passwords_are_for_their_owner_alone(folder: Path) -> None:
    private = {path.name for path in folder.iterdir() if path.stat().st_mode & 0o077 == 0}
    assert private == {"ca-key.pem", "node-key.pem", "administrator-key.pem", "passwords.env"}
    assert folder.stat().st_mode & 0o077 == 0


def test_every_password_is_new_and_can_stand_in_an_address() -> None:
    lines = [
        line.partition("=")[::2]
        for text in (make_secrets.password_lines(), make_secrets.password_lines())
        for line in text.splitlines()
    ]
    assert {name for name, _ in lines} == set(make_secrets.PASSWORDS)
    passwords = [password for _, password in lines]
    assert len(set(passwords)) == len(passwords)
    assert all(password.isalnum() and len(password) == 48 for password in passwords)


def test_what_exists_is_never_overwritten(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    result = CliRunner().invoke(make_secrets.main, ["--folder", str(folder)])
    assert result.exit_code == 1
    assert "exists and was left as it is" in result.output
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_engine_knows_the_names_in_its_certificates(folder: Path) -> None:
    settings = Path(make_secrets.__file__).with_name("opensearch.yml").read_text()
    for certificate in ("node", "administrator"):
        subject = x509.load_pem_x509_certificate((folder / f"{certificate}.pem").read_bytes()).subject
        assert f"  - {subject.rfc4514_string()}\n" in settings
