"""A file system on a network: as much of the REST interface of HDFS as writing and reading files takes.

The client is the one of Hadoop itself, which stands in Spark; what it stores lies in a folder.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_PREFIX = "/webhdfs/v1"


@contextmanager
def webhdfs(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Serve a folder as a file system; give its URL, and the operations that were asked of it so far."""
    asked: list[str] = []

    class Handler(_Handler):
        root, operations = folder, asked

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"webhdfs://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    root: Path
    operations: list[str]

    def log_message(self, *_: Any) -> None:
        """Be silent."""

    def _answer(self) -> None:
        url = urlsplit(self.path)
        self.asked = dict(parse_qsl(url.query))
        name = unquote(url.path.removeprefix(_PREFIX))
        self.operations.append(self.asked["op"])
        try:
            getattr(self, f"_{self.asked['op'].lower()}", self._unknown)(self._file(name))
        except FileNotFoundError:
            told = {"exception": "FileNotFoundException", "javaClassName": "java.io.FileNotFoundException"}
            self._json({"RemoteException": told | {"message": f"File does not exist: {name}"}}, 404)

    do_GET = do_PUT = do_DELETE = _answer  # noqa: N815 -- names of the library

    def _file(self, name: str) -> Path:
        return self.root / name.strip("/")

    def _json(self, told: dict[str, Any], status: int = 200) -> None:
        self._bytes(json.dumps(told).encode(), status)

    def _bytes(self, content: bytes, status: int = 200) -> None:
        # Without a type: what would read it is left out of the client that stands in Spark.
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _is_sent_on(self) -> bool:
        """Send who comes with or for content to another address first, as a name node does to a data node."""
        if "datanode" in self.asked:
            return False
        self.send_response(307)
        self.send_header("Location", f"http://{self.headers['Host']}{self.path}&datanode=true")
        self.send_header("Content-Length", "0")
        self.end_headers()
        return True

    def _content(self) -> Iterator[bytes]:
        if self.headers.get("Transfer-Encoding") != "chunked":
            yield self.rfile.read(int(self.headers.get("Content-Length", 0)))
            return
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def _unknown(self, _: Path) -> None:
        told = {"exception": "UnsupportedOperationException", "message": self.asked["op"]}
        self._json({"RemoteException": told}, 400)

    def _getdelegationtoken(self, _: Path) -> None:
        self._json({"Token": None})

    def _getfilestatus(self, file: Path) -> None:
        self._json({"FileStatus": _status(file, "")})

    def _liststatus(self, file: Path) -> None:
        self._json(_listed(file))

    def _liststatus_batch(self, file: Path) -> None:
        self._json({"DirectoryListing": {"partialListing": _listed(file), "remainingEntries": 0}})

    def _getfileblocklocations(self, _: Path) -> None:
        self._json({"BlockLocations": {"BlockLocation": []}})

    def _mkdirs(self, file: Path) -> None:
        file.mkdir(parents=True, exist_ok=True)
        self._json({"boolean": True})

    def _create(self, file: Path) -> None:
        if not self._is_sent_on():
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("wb") as stream:
                stream.writelines(self._content())
            self._bytes(b"", 201)

    def _open(self, file: Path) -> None:
        if not self._is_sent_on():
            with file.open("rb") as stream:
                stream.seek(int(self.asked.get("offset", 0)))
                self._bytes(stream.read(int(self.asked.get("length", -1))))

    def _rename(self, file: Path) -> None:
        to = self._file(self.asked["destination"])
        shutil.move(file, to / file.name if to.is_dir() else to)
        self._json({"boolean": True})

    def _delete(self, file: Path) -> None:
        there = file.exists()
        if file.is_dir():
            shutil.rmtree(file)
        elif there:
            file.unlink()
        self._json({"boolean": there})


def _listed(file: Path) -> dict[str, Any]:
    found = sorted(file.iterdir()) if file.is_dir() else [file]
    return {
        "FileStatuses": {"FileStatus": [_status(one, one.name if file.is_dir() else "") for one in found]}
    }


def _status(file: Path, name: str) -> dict[str, Any]:
    found = file.stat()
    times = {"accessTime": 0, "modificationTime": found.st_mtime_ns // 1_000_000}
    rights = {"owner": "o", "group": "g", "permission": "755"}
    kind = {"type": "DIRECTORY" if file.is_dir() else "FILE", "replication": 1}
    size = {"length": 0 if file.is_dir() else found.st_size, "blockSize": 1 << 27}
    return {"pathSuffix": name, **times, **rights, **kind, **size}
