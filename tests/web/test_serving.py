"""The server starts, answers and stops cleanly."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

PROGRAM = """
import sys
from webapp import create_app
from webapp.serving import serve

class Closing:
    def close(self):
        print("closed", file=sys.stderr)

app = create_app(archive=Closing())
with app.app_context():
    from webapp.opening import current_archive
    current_archive()
serve(app, sys.argv[1], 0, 2, lambda address: print(address, file=sys.stderr, flush=True))
print("stopped", file=sys.stderr)
"""

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_server_answers_until_it_is_told_to_stop(stop: signal.Signals, host: str) -> None:
    command = [sys.executable, "-c", PROGRAM, host]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True) as server:
        assert server.stderr
        address = server.stderr.readline().strip()
        with urlopen(address + "help", timeout=10) as response:
            assert response.status == 200
        server.send_signal(stop)
        out, err = server.communicate(timeout=20)
    assert server.returncode == 0
    assert out == ""
    assert err.splitlines()[-2:] == ["closed", "stopped"]
