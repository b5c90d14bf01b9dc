"""What others make of /openapi.json: a client generated from it, and a fuzzer that asks what it says may be asked."""

import importlib
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")


def test_a_generated_client_lists_the_inactive_partners(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.yaml").write_text("post_hooks: []")  # no formatting of what is read by nobody
    command = [
        "openapi-python-client",
        "generate",
        "--url",
        f"{server}/openapi.json",
        "--meta",
        "none",
        "--config",
        "config.yaml",
        "--output-path",
        "generated",
    ]
    subprocess.run([Path(sys.executable).with_name(command[0]), *command[1:]], cwd=tmp_path, check=True, timeout=300)
    monkeypatch.syspath_prepend(tmp_path)
    inactive_partners = importlib.import_module("generated.api.questions.inactive_partners")
    with importlib.import_module("generated").Client(base_url=server) as client:
        answer = inactive_partners.sync(client=client, since=date(2017, 1, 1))
    assert answer.complete
    assert [row.name_en for row in answer.rows] == [
        f"Jakarta–{name}" for name in ("Al-Quds", "Arkansas", "Islamabad", "Jeddah", "Maputo", "Paris", "Pyongyang")
    ]


def test_the_service_does_what_its_openapi_document_says(server: str, tmp_path: Path) -> None:
    command = ["schemathesis", "--config-file", str(CONFIGURATION), "run", f"{server}/openapi.json"]
    done = subprocess.run(
        [Path(sys.executable).with_name(command[0]), *command[1:]],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout
