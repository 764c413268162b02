"""The local node on the real server."""

import http.client
import json
from urllib.parse import urlsplit

from deploy.local_node.distribution import VERSION


def test_the_node_answers_with_the_version_the_project_is_tested_with(opensearch_url: str) -> None:
    address = urlsplit(opensearch_url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=10)
    try:
        connection.request("GET", "/")
        answer = json.load(connection.getresponse())
    finally:
        connection.close()
    assert answer["version"]["number"] == VERSION == "3.8.0"


def test_a_stray_write_makes_no_index_of_our_names(opensearch_url: str) -> None:
    address = urlsplit(opensearch_url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=10)
    try:
        connection.request(
            "PUT", "/shikaku-stray/_doc/1", body=b'{"field": 1}', headers={"Content-Type": "application/json"}
        )
        answer = connection.getresponse()
        assert answer.status == 404
        assert json.load(answer)["error"]["type"] == "index_not_found_exception"
    finally:
        connection.close()
