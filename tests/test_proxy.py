"""nginx with the shipped configuration in front of the service: TLS, limits, and whom the forwarded headers name."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.conftest import running

CONFIGURATION = (Path(__file__).parents[1] / "deploy/nginx.conf").read_text()
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = [
    pytest.mark.proxy,
    pytest.mark.serial,
    pytest.mark.skipif(not (NGINX and shutil.which("openssl")), reason="nginx and openssl are not installed"),
]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def certificate(folder: Path) -> None:
    """Make a certificate for localhost that signs itself."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(folder / "kembar.key"), "-out", str(folder / "kembar.crt")]
    subprocess.run([*command, *names, *files], check=True, capture_output=True)


def configured(folder: Path, service: str, plain: int, tls: int) -> Path:
    """Write the shipped file with the ports and paths of the test, inside the least main file of nginx."""
    text = CONFIGURATION
    for old, new in (
        ("server 127.0.0.1:8000;", f"server {service.removeprefix('http://')};"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{tls} ssl"),
        ("/etc/nginx/", f"{folder}/"),
        ("kembar.example.org", "localhost"),
    ):
        assert old in text
        text = text.replace(old, new)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root; " if os.geteuid() == 0 else ""  # who else may not read the folder of the test
    (folder / "nginx.conf").write_text(
        f"{user}pid {folder}/pid; error_log {folder}/errors; daemon off; events {{}} http {{ access_log off; {temporary} {text} }}"
    )
    return folder / "nginx.conf"


@pytest.fixture(scope="module")
def proxy(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Return the addresses of a running nginx, by HTTP and by HTTPS."""
    folder, plain, tls = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    certificate(folder)
    file = configured(folder, server, plain, tls)
    with subprocess.Popen([str(NGINX), "-c", str(file), "-e", str(folder / "errors")]) as process:
        try:
            for _ in range(100):
                with socket.socket() as attempt:
                    if attempt.connect_ex(("127.0.0.1", tls)) == 0:
                        break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{plain}", f"https://127.0.0.1:{tls}"
        finally:
            process.terminate()


@pytest.fixture
def through(proxy: tuple[str, str]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=proxy[1], verify=False, timeout=60, trust_env=False) as client:
        yield client
    time.sleep(1)  # so that the next test has all its requests again


def test_answers_come_by_tls_and_plain_requests_are_sent_there(proxy: tuple[str, str], through: httpx.Client) -> None:
    answer = through.get("/health")
    assert answer.json()["status"] == "ready"
    assert answer.headers["strict-transport-security"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    moved = httpx.get(f"{proxy[0]}/health", trust_env=False)
    assert (moved.status_code, moved.headers["location"]) == (301, "https://127.0.0.1/health")


def test_the_service_learns_the_scheme_by_which_it_was_asked(through: httpx.Client) -> None:
    description = through.get("/sparql", params={"format": "nt"}).text
    assert re.search(r"#endpoint> <https://127\.0\.0\.1/sparql>", description)


def test_limits_are_those_of_the_file(through: httpx.Client) -> None:
    assert through.get("/health", headers={"X-Long": "x" * 9_000}).status_code == 400
    large = through.post("/validate", content=b"x" * 2_500_000, headers={"Content-Type": "text/turtle"})
    assert (large.status_code, large.json()["setting"]) == (413, "KEMBAR_REQUEST_MAX_BYTES")
    assert through.post("/validate", content=b"x" * 4_000_000).status_code == 413


def test_the_figures_are_for_this_machine(through: httpx.Client) -> None:
    assert through.get("/metrics").status_code == 200
    assert re.search(r"location = /metrics \{\s+allow 127\.0\.0\.1;\s+deny all;", CONFIGURATION)


def test_more_requests_a_second_than_allowed_are_429(through: httpx.Client) -> None:
    with ThreadPoolExecutor(8) as executor:
        statuses = list(executor.map(lambda _: through.get("/context.jsonld").status_code, range(200)))
    assert set(statuses) == {200, 429}


@pytest.mark.parametrize(
    ("trusted", "scheme"), [("", "https"), ("127.0.0.0/8", "https"), ("none", "http"), ("192.0.2.1", "http")]
)
def test_forwarded_headers_are_believed_only_from_where_the_setting_says(
    tmp_path: Path, trusted: str, scheme: str
) -> None:
    with running(tmp_path, KEMBAR_TRUSTED_PROXIES=trusted) as server:
        forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        answer = httpx.get(f"{server.url}/sparql?format=nt", headers=forwarded, timeout=60, trust_env=False)
    assert f"#endpoint> <{scheme}://127.0.0.1" in answer.text
