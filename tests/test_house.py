"""The house keeps its own rules: where files are, how long they are, who imports whom."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

HERE = Path(__file__).resolve().parents[1]
OURS = ("engagement", "site", "templates", "tests", "docs", "tools")
BANNED_NAMES = {"utils", "helpers", "common", "core", "services", "selectors", "managers", "constants"}


def our_files(pattern: str) -> list[Path]:
    return [path for folder in OURS for path in (HERE / folder).rglob(pattern) if "__pycache__" not in path.parts]


def test_site_stays_a_path_entry_and_not_a_package() -> None:
    assert not (HERE / "site" / "__init__.py").exists()
    assert not list(HERE.glob("sitecustomize.py"))
    assert not our_files("sitecustomize.py")
    import site

    assert Path(site.__file__).resolve().parent != HERE / "site"  # Python's own module still wins


def test_no_python_file_is_longer_than_300_lines() -> None:
    long = {
        str(path.relative_to(HERE)): lines
        for path in our_files("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 300
    }
    assert long == {}


def test_names_say_what_is_inside() -> None:
    assert [path for path in our_files("*") if path.stem in BANNED_NAMES] == []


def test_every_module_opens_with_a_sentence() -> None:
    silent = [
        str(path.relative_to(HERE))
        for path in our_files("*.py")
        if path.stat().st_size
        and "migrations" not in path.parts
        and not path.read_text().lstrip().startswith(('"""', "#!"))
    ]
    assert silent == ["site/config/__init__.py"]


def test_migrations_are_named_by_hand() -> None:
    names = [path.stem for path in our_files("migrations/0*.py")]
    assert names
    assert [name for name in names if re.search(r"_auto_|_initial$|_and_more$", name)] == []


def test_nothing_is_left_open() -> None:
    # In two parts, so that this line does not find itself.
    open_ends = re.compile("TO" + "DO|FIX" + "ME|NotImplemented" + r"Error|mark\.sk" + "ip|xf" + "ail")
    assert [str(path) for path in our_files("*.py") if open_ends.search(path.read_text())] == []


def test_the_project_speaks_only_of_itself() -> None:
    foreign = re.compile(r"\.\./sh" + r"ared|/wo" + r"rk/|/ro" + r"ot/\.")
    texts = [*our_files("*.py"), *our_files("*.html"), *our_files("*.md"), HERE / "README.md", HERE / "dev.py"]
    assert [str(path) for path in texts if foreign.search(path.read_text())] == []


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": f"{folder}:{folder / 'site'}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("site/people/keys.py", "import engagement.moderation"),
        ("engagement/moderation.py", "import engagement.asks"),
        ("engagement/asks.py", "import pages.models"),
        ("engagement/screening/engine.py", "import django"),
    ],
)
def test_a_planted_breach_of_the_import_rules_is_caught(tmp_path: Path, file: str, line: str) -> None:
    for name in ("engagement", "site"):
        shutil.copytree(HERE / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static", "*.ttf"))
    shutil.copy(HERE / "pyproject.toml", tmp_path)
    with (tmp_path / file).open("a") as planted:
        planted.write(f"\n{line}\n")
    result = lint_imports(tmp_path)
    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout


def test_settings_that_keep_wagtail_from_leaking() -> None:
    assert settings.WAGTAILDOCS_SERVE_METHOD == "serve_view"
    assert settings.WAGTAILDOCS_INLINE_CONTENT_TYPES == []
    assert "svg" not in settings.WAGTAILIMAGES_EXTENSIONS
    assert settings.WAGTAILEMBEDS_FINDERS == []
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_PASSWORD_MANAGEMENT_ENABLED is False
    assert settings.ACCOUNT_ADAPTER == "people.adapters.StaffAccountAdapter"


def test_staff_passwords_have_fifteen_signs() -> None:
    with pytest.raises(ValidationError, match="15"):
        validate_password("fourteen signs")
    validate_password("fifteen signs it is")
