"""OpenSearch itself, as processes on loopback: for the tests, and for benchmarks/cluster.py.

    python benchmarks/opensearch_nodes.py [--nodes 3] [--fetch]

starts nodes, prints their addresses and stops them on Ctrl-C, or only fetches the server. That
comes from Maven Central, once, and needs Java 21 or later.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

VERSION = "3.6.0"
MIN_JAVA = 21

_ARTIFACT = f"org.opensearch.distribution.integ-test-zip:opensearch:{VERSION}:zip"
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
_NOBODY = 65534
_STARTING, _STOPPING = 900, 300  # seconds, of a machine that is very busy
_DEAR = ("-javaagent:", "jdk.incubator.vector", "G1")
"""Of Java's options what only pays in runs of hours: a guard against plugins, of which there are
none, vectors, and a collector for large heaps."""


class UnavailableError(Exception):
    """OpenSearch cannot be had here; the text says what to install."""


@dataclass
class Node:
    """A node: a process with a folder of its own, which it keeps when it is started again."""

    folder: Path
    home: Path
    java: Path
    http: int
    options: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where the node listens."""
        return f"http://127.0.0.1:{self.http}"

    def start(self) -> None:
        """Start the process; it needs a while before it listens."""
        command = [str(self.home / "bin" / "opensearch")]
        if os.geteuid() == 0:  # which OpenSearch refuses to run as
            account = [f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"]
            command = ["setpriv", *account, *command]
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "OPENSEARCH_JAVA_HOME": str(self.java),
            "OPENSEARCH_PATH_CONF": str(self.folder / "config"),
            "OPENSEARCH_TMPDIR": str(self.folder / "tmp"),
            "OPENSEARCH_JAVA_OPTS": self.options,
        }
        with (self.folder / "output.log").open("ab") as output:
            self.process = subprocess.Popen(
                command, cwd=self.home, env=environment, stdout=output, stderr=output
            )

    def kill(self) -> None:
        """End it as a crash does: kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as an operator does; kill it when it takes too long."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(_STOPPING)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def says(self, path: str) -> str:
        """Return what the node answers to GET, nothing when it does not."""
        with suppress(OSError), urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return str(answer.read().decode())
        return ""

    def log(self) -> str:
        """Return the end of what it printed."""
        return "\n".join((self.folder / "output.log").read_text("utf-8").splitlines()[-20:])


@dataclass
class Nodes:
    """Some nodes that form a cluster."""

    nodes: list[Node] = field(default_factory=list)

    @property
    def urls(self) -> list[str]:
        """Where they listen."""
        return [node.url for node in self.nodes]

    def join(self) -> None:
        """Start the nodes that do not run yet, and return when they are one green cluster."""
        for node in self.nodes:
            if node.process is None:
                node.start()
        self.wait()

    def wait(self, *, nodes: int | None = None) -> None:
        """Return when so many nodes form a green cluster; UnavailableError when it takes long."""
        count = nodes or len(self.nodes)
        end = time.monotonic() + _STARTING
        path = f"/_cluster/health?wait_for_nodes={count}&wait_for_status=green&timeout=5s"
        while time.monotonic() < end:
            for node in self.nodes:
                if node.process is None:
                    continue
                if node.process.poll() is not None:
                    raise UnavailableError(f"a node of OpenSearch ended: {node.log()}")
                if re.search(r'"timed_out":false', node.says(path)):
                    return
            time.sleep(0.2)
        raise UnavailableError(f"OpenSearch did not start: {self.nodes[0].log()}")

    def processor(self) -> float:
        """Return the seconds of processor time that they took so far."""
        return sum(processor_seconds(node.process.pid) for node in self.nodes if node.process)

    def stop(self) -> None:
        """Stop every node that runs."""
        for node in self.nodes:
            if node.process:
                node.process.terminate()
        for node in self.nodes:
            node.stop()


@contextmanager
def running(
    count: int, *, first: int | None = None, heap: str = "512m", short: bool = False
) -> Iterator[Nodes]:
    """Run a green cluster of so many nodes; UnavailableError when OpenSearch cannot be had.

    Of these only the `first` run until `Nodes.join` is called. `short` compiles less and leaves out
    what starts slowly, for runs of a few minutes.
    """
    home, java = _installed(), _java()
    begun = first or count
    options = f"-Xms{heap} -Xmx{heap}" + (" -XX:TieredStopAtLevel=1" if short else "")
    folder = Path(tempfile.mkdtemp(prefix="knipsel-opensearch-"))
    ports = _free_ports(2 * count)
    https, transports = ports[:count], ports[count:]
    cluster = Nodes()
    try:
        for number, (http, transport) in enumerate(zip(https, transports, strict=True)):
            own = folder / f"node-{number}"
            _configure(own, home, number, (http, transport), transports, founders=begun)
            _write_java_options(own, home, short=short, keeps=number == 0)
            cluster.nodes.append(Node(own, home, java, http, options))
        if os.geteuid() == 0:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, _NOBODY, _NOBODY)
        for node in cluster.nodes[:begun]:
            node.start()
        cluster.wait(nodes=begun)
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def processor_seconds(pid: int) -> float:
    """Return the seconds of processor time that a process took so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _configure(
    folder: Path,
    home: Path,
    number: int,
    ports: tuple[int, int],
    transports: list[int],
    *,
    founders: int,
) -> None:
    http, transport = ports
    config = folder / "config"
    for path in (config, folder / "tmp"):
        path.mkdir(parents=True)
    for path in (home / "config").iterdir():
        if path.is_file():
            shutil.copy(path, config)
    names = ", ".join(f"node-{n}" for n in range(founders))
    seeds = ", ".join(f"127.0.0.1:{port}" for port in transports)
    (config / "opensearch.yml").write_text(
        f"cluster.name: knipsel-{transports[0]}\n"
        f"node.name: node-{number}\n"
        f"path.data: {folder / 'data'}\n"
        f"path.logs: {folder / 'logs'}\n"
        "network.host: 127.0.0.1\n"
        f"http.port: {http}\n"
        f"transport.port: {transport}\n"
        f"discovery.seed_hosts: [{seeds}]\n"
        f"cluster.initial_cluster_manager_nodes: [{names}]\n"
        "cluster.routing.allocation.disk.threshold_enabled: false\n"
    )


def _write_java_options(folder: Path, home: Path, *, short: bool, keeps: bool) -> None:
    """Write the server's own options of Java without those that write logs or are dear here.

    A node that `keeps` writes the classes that it loaded to a file when it stops, once a machine:
    nodes that read them there start with half the processor time. Java leaves a file that another
    Java or half a run wrote.
    """
    lines = (home / "config" / "jvm.options").read_text().splitlines()
    lines = [line for line in lines if "gc.log" not in line]
    if short:
        lines = [line for line in lines if not any(dear in line for dear in _DEAR)]
        (classes,) = (home / "agent").glob("opensearch-agent-bootstrap-*.jar")
        lines += ["-XX:+UseSerialGC", f"-Xbootclasspath/a:{classes}"]  # which the guard brought
        kept = _classes_folder(home) / "classes.jsa"
        lines += ["-XX:+AutoCreateSharedArchive"] * keeps
        lines += [f"-XX:SharedArchiveFile={kept}"] * (keeps or kept.exists())
    (folder / "config" / "jvm.options").write_text("\n".join(lines) + "\n")


def _classes_folder(home: Path) -> Path:
    """Return the folder beside the server in which the account that runs it can write."""
    folder = home.with_name(f"{home.name}-classes")
    folder.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        os.chown(folder, _NOBODY, _NOBODY)
    return folder


def _home() -> Path:
    """Return where the server is kept: where the account that runs it can read it."""
    cache = Path("/var/cache") if os.geteuid() == 0 else Path.home() / ".cache"
    return cache / "knipsel" / f"opensearch-{VERSION}"


def _installed() -> Path:
    """Return the folder of the server, fetched from Maven Central the first time."""
    home = _home()
    if home.is_dir():
        return home
    if not shutil.which("mvn"):
        raise UnavailableError("OpenSearch is fetched by Maven: apt-get install maven")
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as fetched:
        command = ["mvn", "-q", "-B", _COPY, f"-Dartifact={_ARTIFACT}"]
        done = subprocess.run(
            [*command, f"-DoutputDirectory={fetched}"], capture_output=True, check=False
        )
        if done.returncode:
            raise UnavailableError(f"Maven cannot fetch {_ARTIFACT}: {done.stdout.decode()}")
        with zipfile.ZipFile(Path(fetched) / f"opensearch-{VERSION}.zip") as archive:
            archive.extractall(fetched)
        unpacked = Path(fetched) / f"opensearch-{VERSION}"
        for path in (unpacked / "bin").iterdir():
            path.chmod(0o755)
        (unpacked / "plugins").mkdir(exist_ok=True)
        (unpacked / "logs").mkdir(exist_ok=True)
        unpacked.rename(home)
    return home


def _java() -> Path:
    """Return the home of a Java that is new enough."""
    named = [os.environ[n] for n in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME") if n in os.environ]
    for home in [*map(Path, named), *sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)]:
        release = home / "release"
        if release.is_file() and (home / "bin" / "java").is_file():
            found = re.search(r'JAVA_VERSION="(\d+)', release.read_text())
            if found and int(found[1]) >= MIN_JAVA:
                return home
    raise UnavailableError(
        f"OpenSearch needs Java {MIN_JAVA} or later: install one, and say where it is with "
        "OPENSEARCH_JAVA_HOME"
    )


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def main() -> None:
    """Run nodes until Ctrl-C."""
    parser = argparse.ArgumentParser(description="Run OpenSearch on loopback.")
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--heap", default="512m")
    parser.add_argument("--fetch", action="store_true", help="fetch the server, and stop")
    options = parser.parse_args()
    if options.fetch:
        print(_installed())
        return
    with running(options.nodes, heap=options.heap) as cluster, suppress(KeyboardInterrupt):
        print(f"export OPENSEARCH_URL={','.join(cluster.urls)}", flush=True)
        signal.pause()


if __name__ == "__main__":
    main()
