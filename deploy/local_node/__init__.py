"""A real OpenSearch node on this machine, without containers: for development, tests and benchmarks.

`LocalNode(home).start()` gives the address of a running node; `python -m deploy.local_node` is the command
for it. The node listens on loopback only and has no access control: real patients' data never belong in it.
"""

from deploy.local_node.errors import LocalNodeError, NoSuitableJdkError
from deploy.local_node.node import LocalNode
from deploy.local_node.places import default_home

__all__ = ["LocalNode", "LocalNodeError", "NoSuitableJdkError", "default_home"]
