"""What is run around the service: the local OpenSearch node, the container files, the commands."""
