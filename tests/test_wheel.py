"""A wheel built from the repository carries the content and runs from an empty directory, without Node."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import pytest

REPOSITORY = Path(__file__).parents[1]


@pytest.mark.slow
def test_a_wheel_serves_from_an_empty_directory(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    environment = {
        "PATH": str(empty),
        "HOME": str(empty),
        "PYTHONPATH": str(site),
        "KEMBAR_PORT": "0",
        "LANG": os.environ.get("LANG", "C.UTF-8"),
    }
    where = subprocess.run(
        [sys.executable, "-c", "import kembar; print(kembar.__file__)"],
        cwd=empty,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert where.stdout.startswith(str(site))
    with subprocess.Popen(
        [sys.executable, "-m", "kembar", "serve"], cwd=empty, env=environment, stdout=subprocess.PIPE, text=True
    ) as service:
        try:
            assert service.stdout is not None
            url = service.stdout.readline().split(" on ")[1].split(" ")[0]
            table = httpx.get(f"{url}/queries/inactive-partners?region=jakarta", timeout=30, trust_env=False).json()
            assert len(table["rows"]) == 7
            assert len(httpx.get(f"{url}/partners", timeout=30, trust_env=False).json()["items"]) == 33
        finally:
            service.terminate()
    assert (empty / ".local/share/kembar/revisions/1").is_dir()
