"""Joins site/styles/*.css into the few stylesheets in site/static/css/: `python tools/build_css.py`.

Each source goes into its cascade layer, in the order below; comments and spare space go.
The result is committed, so that nobody needs a build to run the site; a test fails when it is out of date.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STYLES = ROOT / "site" / "styles"
BUILT = ROOT / "site" / "static" / "css"

LAYERS = "@layer tokens, base, layout, components, pages, utilities, print;"
SITE = {
    "tokens": ["tokens"],
    "base": ["base"],
    "layout": ["layout"],
    "components": ["components", "forms"],
    "pages": ["shell", "home", "flows", "telling", "wall", "space", "account", "survey"],
    "utilities": ["utilities"],
    "print": ["print"],
}
# These name their layers themselves.
ALONE = {"desk.css": ["charts", "desk", "screening"], "silence.css": ["silence"], "board.css": ["charts", "board"]}


def read(name: str) -> str:
    return (STYLES / f"{name}.css").read_text(encoding="utf-8")


def squeeze(css: str) -> str:
    """Drop comments and the white space that means nothing; strings in our sources hold no punctuation."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css)
    return re.sub(r"([a-z-]): ", r"\1:", css).replace(";}", "}").strip() + "\n"


def sheets() -> dict[str, str]:
    """Every built stylesheet by file name."""
    layers = (f"@layer {layer} {{ {' '.join(map(read, names))} }}" for layer, names in SITE.items())
    site = " ".join([LAYERS, *layers])
    return {"site.css": squeeze(site)} | {built: squeeze(" ".join(map(read, names))) for built, names in ALONE.items()}


if __name__ == "__main__":
    for name, css in sheets().items():
        (BUILT / name).write_text(css, encoding="utf-8")
