"""`python -m deploy.local_node`: start, stop or look at the local OpenSearch node.

Exit status: 0 done, 1 the node cannot be had (or, for `status`, does not run), 2 wrong usage, 3 no Java
that can run it.
"""

import sys
from pathlib import Path

import click

from deploy.local_node import LocalNode, LocalNodeError, default_home
from deploy.local_node.jdk import find_jdk

_HOME = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=default_home(),
    help="Folder of the node's files (default: var/opensearch in this checkout).",
)


@click.group()
def cli() -> None:
    """Start, stop or look at the local OpenSearch node (loopback only, no access control)."""


@cli.command()
@_HOME
@click.option("--port", type=click.IntRange(1, 65535), help="HTTP port (default: 9200, or the next free one).")
@click.option("--heap", envvar="SHIKAKU_OPENSEARCH_HEAP", default="1g", show_default=True, help="Java heap.")
def start(home: Path, port: int | None, heap: str) -> None:
    """Start the node, or find it running, and print its address as the last line."""
    click.echo(LocalNode(home, port, heap, report=click.echo).start())


@cli.command()
@_HOME
def stop(home: Path) -> None:
    """Stop the node that was started from this folder, and nothing else."""
    click.echo("Stopped." if LocalNode(home).stop() else "No node is running.")


@cli.command()
@_HOME
def status(home: Path) -> None:
    """Print the node's address; exit status 1 if it does not run."""
    address = LocalNode(home).address()
    if address is None:
        raise LocalNodeError("No node is running.")
    click.echo(address)


@cli.command()
def java() -> None:
    """Print the folder of the Java that would run the node; exit status 3 if there is none."""
    click.echo(find_jdk().home)


def main() -> None:
    """Run the command; what stands in its way is one message and an exit status, never a trace."""
    try:
        cli(prog_name="python -m deploy.local_node")
    except LocalNodeError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_status)


if __name__ == "__main__":
    main()
