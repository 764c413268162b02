"""Requests are bounded, verified, and silent."""

import base64
import logging
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from engine.contract import EngineError, EngineUnavailableError
from engine.lookup_time import one_look_up
from engine.opensearch.client import NodeClient, RequestFailedError
from engine.opensearch.engine import OpenSearchLookupEngine
from engine.url import OpenSearchNode
from tests.engine.opensearch.stub_node import json_answer, stub_node
from tests.engine.records import BORN, a_query

CANARIES = ("照会太郎", "CANARY", "1950", "府中市")


@pytest.mark.parametrize(
    "answer",
    [
        json_answer({"error": "CANARY 照会太郎"}, 400),
        json_answer({"error": {"type": "CANARY 照会太郎", "root_cause": [{"reason": "CANARY 府中市"}]}}, 400),
        json_answer({"error": {"type": "security_exception", "reason": "CANARY"}}, 401),
        json_answer({"error": "CANARY"}, 403),
        json_answer({"error": "CANARY"}, 404),
        json_answer({"error": "CANARY"}, 429),
        json_answer({"error": "CANARY"}, 500),
        json_answer({"error": "CANARY"}, 503),
        (200, "CANARY 照会太郎".encode()),
        (200, b'{"CANARY'),
        (200, b""),
        (200, b"\xff\xfe"),
        json_answer(["CANARY 照会太郎"]),
        json_answer({"CANARY": "照会太郎"}),
        (500, b"<html>CANARY</html>"),
    ],
)
def test_whatever_goes_wrong_is_no_answer_and_says_nothing_of_the_patient(
    answer: tuple[int, bytes], caplog: pytest.LogCaptureFixture
) -> None:
    with stub_node(answer) as stub:
        engine = OpenSearchLookupEngine(stub.node)
        for logger in ("", "opensearch", "opensearchpy.trace", "urllib3"):
            caplog.set_level(logging.DEBUG, logger)
        with pytest.raises(EngineUnavailableError) as failure:
            engine.search(a_query(address="府中市"))
        engine.close()

    said = [caplog.text, repr(failure.value), repr(failure.value.__cause__), repr(failure.value.__context__)]
    assert stub.asked
    assert [canary for canary in CANARIES for text in said if canary in text] == []


def test_no_patient_fact_stands_in_the_address_of_a_request() -> None:
    with stub_node(json_answer({})) as stub:
        engine = OpenSearchLookupEngine(stub.node)
        with pytest.raises(EngineUnavailableError):
            engine.search(a_query(address="府中市"))
        with pytest.raises(EngineUnavailableError):
            engine.person("P1", BORN)
        with pytest.raises(EngineUnavailableError):
            engine.get("id", BORN)
        engine.close()

    assert {line for line, _, _ in stub.asked} == {"POST /shikaku-records/_msearch"}
    assert all(b"1950-04-01" in body for _, _, body in stub.asked)


def test_an_error_is_answered_once_and_not_asked_again() -> None:
    with stub_node(json_answer({}, 503)) as stub:
        engine = OpenSearchLookupEngine(stub.node)
        with pytest.raises(EngineUnavailableError):
            engine.search(a_query())
        engine.close()

    assert len(stub.asked) == 1


def test_user_and_password_are_sent_in_utf_8_and_never_shown() -> None:
    with stub_node(json_answer({})) as stub:
        client = NodeClient(stub.node, ca_file=None, connections=1, timeout_s=2)
        client.request("GET", "/")
        client.close()

    _, headers, _ = stub.asked[0]
    assert base64.b64decode(headers["authorization"].removeprefix("Basic ")).decode() == "shikaku:CANARY-秘密"
    assert "CANARY" not in repr(client) + repr(vars(client)) + repr(stub.node)


@pytest.mark.parametrize(
    ("answer", "arrived"), [((429, b""), False), ((503, b""), True), ((502, b""), True), ((500, b""), True)]
)
def test_only_a_refusal_is_sure_not_to_have_been_done(answer: tuple[int, bytes], arrived: bool) -> None:
    with stub_node(answer) as stub:
        client = NodeClient(stub.node, ca_file=None, connections=1, timeout_s=2)
        with pytest.raises(RequestFailedError) as failure:
            client.request("POST", "/")
        client.close()

    assert (failure.value.status, failure.value.may_have_arrived) == (answer[0], arrived)


def test_where_nobody_listens_nothing_has_arrived() -> None:
    with stub_node((200, b"{}")) as stub:
        nobody = stub.node
    client = NodeClient(nobody, ca_file=None, connections=1, timeout_s=2)

    with pytest.raises(RequestFailedError, match="cannot be reached") as failure:
        client.request("POST", "/")

    client.close()
    assert (failure.value.status, failure.value.may_have_arrived) == (None, False)


def test_a_host_of_many_addresses_that_never_answer_has_one_limit_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[float] = []

    def never(address: object, timeout: float, **_: object) -> None:
        tried.append(timeout)
        time.sleep(min(timeout, 0.2))
        raise TimeoutError

    addresses = [(0, 0, 0, "", (f"127.0.0.{each}", 9200)) for each in range(1, 9)]
    monkeypatch.setattr("engine.opensearch.timed_connection.socket.getaddrinfo", lambda *_, **__: addresses)
    monkeypatch.setattr("engine.opensearch.timed_connection.create_connection", never)
    client = NodeClient(
        OpenSearchNode(host="records", port=9200, tls=False), ca_file=None, connections=1, timeout_s=0.5
    )
    began = time.monotonic()

    with pytest.raises(RequestFailedError) as failure:
        client.request("GET", "/")

    client.close()
    assert time.monotonic() - began < 0.8
    assert [round(limit, 1) for limit in tried] == [0.5, 0.3, 0.1]
    assert not failure.value.may_have_arrived


def test_the_next_address_of_a_host_is_tried_when_one_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with stub_node(json_answer({"it": "is us"})) as stub:
        addresses = [(0, 0, 0, "", (address, stub.port)) for address in ("127.255.255.254", "127.0.0.1")]
        resolve = socket.getaddrinfo
        monkeypatch.setattr(
            "engine.opensearch.timed_connection.socket.getaddrinfo",
            lambda host, *rest, **named: addresses if host == "records" else resolve(host, *rest, **named),
        )
        client = NodeClient(replace(stub.node, host="records"), ca_file=None, connections=1, timeout_s=2)

        assert client.request("GET", "/") == {"it": "is us"}
        client.close()


def test_once_the_time_of_a_look_up_is_used_up_nothing_more_is_asked() -> None:
    with stub_node(json_answer({})) as stub:
        client = NodeClient(stub.node, ca_file=None, connections=1, timeout_s=0.05)
        with one_look_up():
            time.sleep(0.06)
            with pytest.raises(RequestFailedError) as failure:
                client.request("GET", "/")
        assert client.request("GET", "/") == {}
        client.close()

    assert len(stub.asked) == 1
    assert (failure.value.timed_out, failure.value.may_have_arrived) == (True, False)


class TestTls:
    """Over https only a certificate that is trusted and names the host is accepted."""

    @staticmethod
    def ask(authority: trustme.CA, trusted: trustme.CA, host: str, folder: Path) -> dict[str, object]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host).configure_cert(context)
        ca_file = folder / "ca.pem"
        trusted.cert_pem.write_to_path(str(ca_file))
        with stub_node(json_answer({"it": "is us"}), tls=context) as stub:
            client = NodeClient(stub.node, ca_file=ca_file, connections=1, timeout_s=2)
            try:
                return client.request("GET", "/")
            finally:
                client.close()

    def test_a_trusted_certificate_is_accepted(self, tmp_path: Path) -> None:
        authority = trustme.CA()

        assert self.ask(authority, authority, "127.0.0.1", tmp_path) == {"it": "is us"}

    def test_a_certificate_of_another_authority_is_not(self, tmp_path: Path) -> None:
        with pytest.raises(EngineUnavailableError, match="not accepted"):
            self.ask(trustme.CA(), trustme.CA(), "127.0.0.1", tmp_path)

    def test_a_certificate_of_another_host_is_not(self, tmp_path: Path) -> None:
        authority = trustme.CA()

        with pytest.raises(EngineUnavailableError, match="not accepted"):
            self.ask(authority, authority, "other.example", tmp_path)

    def test_a_file_that_holds_no_certificate_is_a_clear_error(self, tmp_path: Path) -> None:
        (tmp_path / "ca.pem").write_text("no certificate")
        node = OpenSearchNode(host="127.0.0.1", port=1, tls=True)

        with pytest.raises(EngineError, match=r"ca\.pem"):
            NodeClient(node, ca_file=tmp_path / "ca.pem", connections=1, timeout_s=2)

    def test_a_node_that_never_shakes_hands_is_given_up_in_time(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            node = OpenSearchNode(host="127.0.0.1", port=silent.getsockname()[1], tls=True)
            client = NodeClient(node, ca_file=None, connections=1, timeout_s=0.3)
            began = time.monotonic()
            with pytest.raises(EngineUnavailableError):
                client.request("GET", "/")
            client.close()

        assert time.monotonic() - began < 0.6

    def test_an_answer_that_drips_is_given_up_in_time(self, tmp_path: Path) -> None:
        authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))

        def drip(listener: socket.socket) -> None:
            connection, _ = listener.accept()
            with suppress(OSError), context.wrap_socket(connection, server_side=True) as secured:
                for _ in range(100):
                    secured.sendall(b"H")
                    time.sleep(0.05)

        with socket.create_server(("127.0.0.1", 0)) as listener:
            dripping = threading.Thread(target=drip, args=(listener,))
            dripping.start()
            node = OpenSearchNode(host="127.0.0.1", port=listener.getsockname()[1], tls=True)
            client = NodeClient(node, ca_file=tmp_path / "ca.pem", connections=1, timeout_s=0.5)
            began = time.monotonic()
            with pytest.raises(RequestFailedError) as failure:
                client.request("GET", "/")
            waited = time.monotonic() - began
            client.close()
            dripping.join()

        assert failure.value.timed_out
        assert 0.4 < waited < 0.8
