"""A real nginx with the sample file: only ports and paths are exchanged."""

import http.client
import os
import re
import shutil
import ssl
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.servers import CHECKOUT, free_port

SAMPLE = CHECKOUT / "site" / "serving" / "nginx.conf"
NO_NGINX = "No nginx for the tests: sudo apt install nginx-light, or run make test-quick."
AROUND = """
{user}
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/start.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def _certificate(folder: Path) -> None:
    """A certificate for one day that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "termin.example.org")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


class WebServer:
    """nginx in front of an app and a build; a context manager."""

    def __init__(self, folder: Path, build: Path, *, app_port: int) -> None:
        found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        if found is None:
            raise LookupError(NO_NGINX)
        self.program, self.folder = found, folder
        self.port, self.open_port = free_port(), free_port()
        text = SAMPLE.read_text("utf-8")
        for old, new in {
            r"listen \[::\]:\d+.*;\n": "",
            r"listen 80;": f"listen 127.0.0.1:{self.open_port};",
            r"listen 443 ": f"listen 127.0.0.1:{self.port} ",
            r"/etc/ssl/termin\.example\.org/": f"{folder}/",
            r"/srv/terminbruecke/site/build": str(build),
            r"/var/log/nginx/": f"{folder}/",
            r"127\.0\.0\.1:8000": f"127.0.0.1:{app_port}",
        }.items():
            text, count = re.subn(old, new, text)
            assert count, f"the sample does not say {old}"
        (folder / "site.conf").write_text(text, "utf-8")
        user = "" if os.geteuid() else "user root;"
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user), "utf-8")
        _certificate(folder)

    def __enter__(self) -> Self:
        command = [self.program, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        self.started = subprocess.Popen(command, stderr=subprocess.PIPE)
        latest = time.monotonic() + 20
        while True:
            try:
                self.ask("/de/")
            except OSError:
                assert self.started.poll() is None, (self.folder / "start.log").read_text()
                assert time.monotonic() < latest
                time.sleep(0.05)
            else:
                return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.started.terminate()
        self.started.wait(10)
        if self.started.stderr is not None:
            self.started.stderr.close()

    def ask(self, path: str, *, method: str = "GET", form: str = "", **headers: str) -> Answer:
        """What a browser gets by https; `headers` as `accept_encoding="gzip"`."""
        trusting = ssl._create_unverified_context()
        line = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=20, context=trusting)
        sent = {name.replace("_", "-"): text for name, text in headers.items()}
        if form:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, body=form or None, headers=sent)
        return _read(line)

    def ask_openly(self, path: str) -> Answer:
        """What a browser gets by http."""
        line = http.client.HTTPConnection("127.0.0.1", self.open_port, timeout=20)
        line.request("GET", path, headers={"Host": "termin.example.org"})
        return _read(line)

    @property
    def logs(self) -> str:
        """All that was written down about visitors."""
        return "".join(
            (self.folder / name).read_text("utf-8")
            for name in ("terminbruecke.log", "terminbruecke.error.log")
        )


def _read(line: http.client.HTTPConnection) -> Answer:
    with line.getresponse() as answer:
        headers = {name.lower(): text for name, text in answer.getheaders()}
        found = Answer(answer.status, headers, answer.read())
    line.close()
    return found
