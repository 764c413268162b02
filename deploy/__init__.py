"""What runs around the service: a local OpenSearch node, container files, the engine's access rules."""
