"""A process with the engine open: for each line it reads, it says how many records it finds now.

Run as ``python -m tests.engine.contract.other_process KIND …``, see ``places.Place.address``.
"""

import sys

from tests.engine.contract.places import open_address
from tests.engine.records import a_query


def main() -> None:
    """Answer until the input ends."""
    engine = open_address(*sys.argv[1:])
    for _ in sys.stdin:
        sys.stdout.write(f"{len(engine.search(a_query()))}\n")
        sys.stdout.flush()
    engine.close()


if __name__ == "__main__":
    main()
