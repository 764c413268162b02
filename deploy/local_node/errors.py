"""What can stand in the way of a local node, each with the exit status a command gives for it."""


class LocalNodeError(Exception):
    """The node cannot be had or cannot be stopped; the message says why and what to do."""

    exit_status = 1


class NoSuitableJdkError(LocalNodeError):
    """No Java on this machine can run the server; the message names what was found and what to install."""

    exit_status = 3
