"""`manage.py inspect_export`: one clear line and an exit code for every kind of file."""

import io
import subprocess
import sys
import warnings
import zipfile
from typing import Any

import pytest
from django.core.management import call_command

from engagement.inspecting import container, inspect
from engagement.management.commands import inspect_export
from tests.engagement.inspecting.tricks import CLEAN, repacked, what


def flagged(data: Any) -> Any:
    """The same zip, said to be encrypted."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 8] + b"\x01" + data[at + 9 :]


def twice(data: Any) -> Any:
    out = io.BytesIO(data)
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("xl/workbook.xml", b"<x/>")
    return out.getvalue()


BROKEN = {
    "encrypted.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "cut.xlsx": CLEAN[: len(CLEAN) // 2],
    "empty.docx": b"",
    "text.ods": b"hello",
    "unknown.pdf": b"%PDF",
    "latin.csv": b"\xe9",
    "entity.xlsx": repacked(CLEAN, change={"<workbook ": "<!DOCTYPE x><workbook "}),
    "bomb.xlsx": repacked(CLEAN, add={"xl/theme/theme1.xml": b" " * 2**22}),
    "after.xlsx": CLEAN + b"more",
    "before.xlsx": b"more" + CLEAN,
    "flagged.xlsx": flagged(CLEAN),
    "twice.xlsx": twice(CLEAN),
    "remark.xlsx": repacked(CLEAN, change={"<workbook ": "<!-- Ruth --><workbook "}),
    "utf16.xlsx": repacked(CLEAN, change={'encoding="UTF-8"': 'encoding="UTF-16"'}),
    "bytes.xlsx": repacked(CLEAN, change={"<sheets>": "<sheets>\udce9"}, errors="surrogateescape"),
    "half.xlsx": repacked(CLEAN, change={"</worksheet>": ""}),
    "lzma.xlsx": repacked(CLEAN, packing=zipfile.ZIP_LZMA),
    "many.xlsx": repacked(CLEAN, add={f"x/{n}": b"" for n in range(501)}),
    "noend": CLEAN,
    "quote.csv": b'n\r\n"a"b\r\n',
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_command_exits_with_1_and_a_line(name: Any, tmp_path: Any, capsys: Any) -> None:
    (tmp_path / name).write_bytes(BROKEN[name])
    with pytest.raises(SystemExit) as ended:
        call_command("inspect_export", str(tmp_path / name))
    assert ended.value.code == 1
    assert capsys.readouterr().out.strip()


def test_the_command_on_a_missing_and_on_a_clean_file(tmp_path: Any, capsys: Any) -> None:
    with pytest.raises(SystemExit):
        call_command("inspect_export", str(tmp_path / "no.csv"))
    assert "no such file" in capsys.readouterr().out
    (tmp_path / "a.xlsx").write_bytes(CLEAN)
    call_command("inspect_export", str(tmp_path / "a.xlsx"))
    assert capsys.readouterr().out == "clean: nothing in it is more than meets the eye\n"


def test_the_command_on_a_folder_and_on_a_file_that_is_too_large(tmp_path: Any, capsys: Any, monkeypatch: Any) -> None:
    with pytest.raises(SystemExit):
        call_command("inspect_export", str(tmp_path))
    assert "may not be opened" in capsys.readouterr().out
    monkeypatch.setattr(inspect_export, "MOST_BYTES", 10)
    (tmp_path / "a.xlsx").write_bytes(CLEAN)
    with pytest.raises(SystemExit):
        call_command("inspect_export", str(tmp_path / "a.xlsx"))
    assert "too large" in capsys.readouterr().out


def test_the_command_as_a_process(tmp_path: Any) -> None:
    (tmp_path / "a.xlsx").write_bytes(CLEAN)
    (tmp_path / "b.csv").write_bytes(b"n\r\n=1\r\n")
    ends = [
        subprocess.run(
            [sys.executable, "manage.py", "inspect_export", str(tmp_path / name)], capture_output=True, text=True
        )
        for name in ("a.xlsx", "b.csv")
    ]
    assert [end.returncode for end in ends] == [0, 1]
    assert ends[1].stdout == "text that starts like a formula: row 2, column 1\n"


def test_parts_that_unpack_to_far_more_and_too_much(monkeypatch: Any) -> None:
    monkeypatch.setattr(container, "LARGE", 1000)
    assert str(inspect(repacked(CLEAN, add={"x": b" " * 10**6}), "xlsx")[0]).endswith("far more than it is")
    monkeypatch.setattr(container, "MOST_BYTES", 1000)
    assert str(inspect(CLEAN, "xlsx")[0]).endswith("too large to look into")


def test_bytes_between_and_beside_the_parts_are_found() -> None:
    gap = CLEAN[: CLEAN.index(b"PK\x01\x02")] + b"x" * 40 + CLEAN[CLEAN.index(b"PK\x01\x02") :]
    assert what(gap) & {"bytes between the parts", "cannot be read"}
    out = io.BytesIO(CLEAN)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"Ruth"
    assert "bytes after the file" in what(out.getvalue())
    info = zipfile.ZipInfo("xl/worksheets/")
    noted = io.BytesIO(CLEAN)
    with zipfile.ZipFile(noted, "a") as archive:
        archive.writestr(info, b"")
    assert inspect(noted.getvalue(), "xlsx") == []
    info.comment = b"Ruth"
    noted = io.BytesIO(CLEAN)
    with zipfile.ZipFile(noted, "a") as archive:
        archive.writestr(info, b"")
    assert "comment" in what(noted.getvalue())
