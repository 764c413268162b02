"""E-mail addresses, as far as a header and a server must be able to take them. Pure."""

import re
from email.headerregistry import Address
from typing import Final

LONGEST: Final = 254

_ADDRESS: Final = re.compile(
    r"[!#-\'*+\-./0-9=?A-Z^_`a-z{|}~]{1,64}@(?P<domain>[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)"
)
"""ASCII, without anything that would have to be quoted but dots in odd places, which Japanese telephone providers
once gave out."""

_NAMED: Final = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>")


def parse_address(text: str) -> Address:
    """The address in a text, with the name before it if there is one: ``clinic@example.jp``, ``NAME <ADDRESS>``.

    Raises :class:`ValueError`, whose text never repeats it.
    """
    named = _NAMED.fullmatch(text.strip())
    name, address = (named["name"].strip(), named["address"].strip()) if named else ("", text.strip())
    if not _ADDRESS.fullmatch(address) or len(address) > LONGEST or not name.isprintable() or '"' in name:
        raise ValueError("not an e-mail address")
    local, _, domain = address.rpartition("@")
    return Address(display_name=name, username=local, domain=domain)
