"""Two processes write at once: nothing is lost, and it is one chain."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from app.audit.event import SERVICE
from app.audit.standing import Standing
from app.audit.stored_verification import verify_stored
from app.audit.table import read_links
from app.state.database import Database
from tests.app.processes import ROOT

EACH = 60
THREADS = 4

_WRITE = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from app import logs
from app.audit.trail import Trail
from app.audit.writer import AuditWriter
from app.clock import Clock
from app.state.database import Database
from tests.app.audit.chains import KEYS, event

url, file, name, each, threads = json.loads(sys.argv[1])
logs.configure("info")
database, clock = Database(url), Clock()
writer = AuditWriter(Trail(database, KEYS, Path(file), clock), clock, wait_s=30)
print("ready", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(threads) as pool:
    list(pool.map(lambda number: writer.record(event(subject=f"{name} {number}")), range(each)))
writer.close()
"""


def test_they_lose_nothing_and_the_chain_verifies(
    database: Database, checkpoint_file: Path, standing: Standing
) -> None:
    url = database.url.render_as_string(hide_password=False)
    names = ("one", "other")
    processes = [start(json.dumps([url, str(checkpoint_file), name, EACH, THREADS])) for name in names]
    try:
        for process in processes:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        assert [process.wait(60) for process in processes] == [0, 0]
    finally:
        for process in processes:
            process.kill()
            process.communicate(timeout=20)
    with database.session() as session:
        links = list(read_links(session))
    assert {link.subject for link in links} == {f"{name} {number}" for name in names for number in range(EACH)}
    assert Counter(link.user_id for link in links)[SERVICE.user_id] == 0, "nobody missed a checkpoint"
    finding = verify_stored(standing)
    assert (finding.is_intact, finding.verification.events) == (True, 2 * EACH)


def start(arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _WRITE, arguments],
        cwd=ROOT,
        env=dict(os.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
