"""The stylesheets, scripts and pictures that are served: built, small, and our own."""

import re
import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "site" / "static"
TEMPLATES = ROOT / "templates"

build_css = runpy.run_path(str(ROOT / "tools" / "build_css.py"))


def test_the_built_stylesheets_are_up_to_date() -> None:
    for name, css in build_css["sheets"]().items():
        assert (STATIC / "css" / name).read_text(encoding="utf-8") == css, f"run tools/build_css.py for {name}"


def test_squeezing_keeps_what_matters() -> None:
    css = '/* gone */ .a > b { width: calc(1px + 2px); content: ""; }\n.a :is(b) { color: red; }'
    assert build_css["squeeze"](css) == '.a > b{width:calc(1px + 2px);content:""}.a :is(b){color:red}\n'


def test_every_file_a_stylesheet_names_is_there() -> None:
    named = re.findall(r'url\("?\.\./([^")]+)', (STATIC / "css" / "site.css").read_text(encoding="utf-8"))
    assert len(named) == 4
    for path in named:
        assert (STATIC / path).is_file(), path


def test_nothing_that_is_served_points_elsewhere() -> None:
    files = [path for path in STATIC.rglob("*") if path.suffix in {".css", ".js", ".svg"}]
    assert len(files) > 10
    for path in files:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
        assert "http://" not in text, path
        assert "https://" not in text, path


def test_templates_hold_no_style_no_script_and_no_foreign_address() -> None:
    # Files that stand alone: the help page for when all else is down, what somebody takes home, an edition, a pack.
    engagement = TEMPLATES / "engagement"
    alone = {
        TEMPLATES / "help_page.html",
        engagement / "requests" / "file.html",
        engagement / "papers" / "edition.html",
        engagement / "packs" / "paper.html",
    }
    pages = [path for path in TEMPLATES.rglob("*.html") if "email" not in path.parts and path not in alone]
    assert len(pages) > 10
    for path in pages:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"", text), path
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), path
        assert not re.search(r"(?:src|action|href)=\"(?:https?:)?//", text), path
