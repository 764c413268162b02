"""The analysis of a real node: a temporary index with the generated settings."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from opensearchpy import OpenSearch

from analyzers.opensearch import analysis_settings

_GAP = 100
"""How far an analyzer moves the position between two texts of one request."""

_MOST_TOKENS = 1_000_000


class NodeAnalysis:
    """Asks a node what its analysis makes of texts, many in one request."""

    def __init__(self, client: OpenSearch, index: str) -> None:
        self.client = client
        self.index = index

    def settings(self) -> Mapping[str, Any]:
        """The settings of the index as the node has them."""
        answer = self.client.indices.get_settings(index=self.index)
        settings: Mapping[str, Any] = answer[self.index]["settings"]["index"]
        return settings

    def exact(self, normalizer: str, texts: Sequence[str]) -> list[str]:
        """What a normalizer makes of each text: one token each, also an empty one."""
        found = [token["token"] for token in self._tokens(texts, normalizer=normalizer)]
        assert len(found) == len(texts)
        return found

    def tokens(self, analyzer: str, texts: Sequence[str]) -> list[tuple[str, ...]]:
        """What an analyzer makes of each text. Its tokens stand side by side and texts a gap apart."""
        found: list[list[str]] = [[] for _ in texts]
        for count, token in enumerate(self._tokens(texts, analyzer=analyzer)):
            text, beside = divmod(token["position"] - count, _GAP)
            assert beside == 0, "a token does not stand beside the one before it"
            found[text].append(token["token"])
        return [tuple(tokens) for tokens in found]

    def _tokens(self, texts: Sequence[str], **with_: str) -> list[dict[str, Any]]:
        answer = self.client.indices.analyze(index=self.index, body={**with_, "text": list(texts)})
        tokens: list[dict[str, Any]] = answer["tokens"]
        return tokens


@contextmanager
def temporary_analysis(url: str) -> Iterator[NodeAnalysis]:
    """An index of its own that is gone afterwards."""
    client = OpenSearch(url, timeout=60)
    index = f"shikaku-test-analysis-{secrets.token_hex(6)}"
    own = {"number_of_shards": 1, "number_of_replicas": 0, "analyze.max_token_count": _MOST_TOKENS}
    try:
        client.indices.create(index=index, body={"settings": {"index": own, "analysis": analysis_settings()}})
        yield NodeAnalysis(client, index)
    finally:
        client.indices.delete(index=index, ignore_unavailable=True)
        client.close()
