"""The wheel, built, installed elsewhere and used from another folder, inside a host with names like ours."""

import json
import os
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import httpx
import pytest

from tests.fixtures.paths import ROOT
from tests.fixtures.processes import finished, serving

INSTALLED = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def run(*command: str | Path, cwd: Path) -> str:
    done = finished(*command, cwd=cwd, env=INSTALLED)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    source = out / "source"
    tracked = run("git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=ROOT).splitlines()
    for name in tracked:
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    # setuptools from this environment: a build must not depend on an index being there.
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, source, cwd=out)
    (built,) = out.glob("*.whl")
    return built


def test_it_holds_the_rooms_and_their_data_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"qa", "vectorstore", "prompts"}
    rooms = [path for room in ("qa", "vectorstore", "prompts") for path in (ROOT / room).rglob("*") if path.is_file()]
    assert {p.relative_to(ROOT).as_posix() for p in rooms if "__pycache__" not in p.parts} <= set(names)


def test_it_works_from_another_folder_inside_a_host_with_its_own_prompts_and_app(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "environment"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    (place,) = home.glob("lib/python*/site-packages")
    # The dependencies are this environment's; the project itself comes from the wheel alone, since a plain path
    # in a .pth file does not run the .pth files found there.
    (place / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-deps",
        "--no-index",
        "--quiet",
        wheel,
        cwd=tmp_path,
    )

    host = tmp_path / "host"
    (host / "prompts").mkdir(parents=True)
    (host / "prompts" / "__init__.py").write_text("NAME = 'the host'\n")
    (host / "app.py").write_text("NAME = 'the host'\n")
    (host / "papers").mkdir()
    (host / "papers" / "gate.md").write_text("# Gates\n\nThe sluice gate opens at 4 bar.\n")
    (host / "main.py").write_text(
        "import json, app, prompts, vectorstore, qa\n"
        "from vectorstore import Library\n"
        "from qa import Service, Settings\n"
        "library = Library.open('store')\n"
        "report = library.sync('papers')\n"
        "answer = Service.open(Settings(store='store')).ask('At what pressure does the sluice gate open?')\n"
        "from qa.prompts import render\n"
        "render('condense', history='', question='')\n"
        "print(json.dumps([app.NAME, prompts.NAME, report.files[0].status, answer.citations[0].quote,"
        " vectorstore.__file__, qa.__file__]))\n"
    )
    *said, store_file, qa_file = json.loads(run(python, "main.py", cwd=host))
    assert said == ["the host", "the host", "added", "The sluice gate opens at 4 bar."]
    assert str(home) in store_file and str(home) in qa_file
    listed = json.loads(run(home / "bin" / "footnote", "list", "--json", "--store", "store", cwd=host))
    assert [document["name"] for document in listed["documents"]] == ["gate.md"]
    with serving(
        home / "bin" / "footnote", "serve", "papers", "--store", "store", "--port", 0, cwd=host, env=INSTALLED
    ) as server:
        assert httpx.get(server.address, timeout=60).status_code == 200
