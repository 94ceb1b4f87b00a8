"""Submissions as they come: every layout is understood, and a hostile tree costs a row and nothing else."""

import io
import json
import os
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kata.batch.archives import MOST_UNPACKED
from kata.batch.discovery import discover
from kata.batch.student_files import FoundAnswer, Problem
from kata.catalog import Catalog, Kata
from kata.catalog.kata import read_text
from kata.classroom.roster import Person, Roster, load_roster
from kata.errors import KataError
from kata.untrusted import LARGEST_NOTEBOOK

Put = Callable[..., Path]


@pytest.fixture(scope="module")
def katas(catalog: Catalog) -> list[Kata]:
    return [catalog.get("softmax"), catalog.get("causal_mask")]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Writes files of a student: put("ada", {"softmax.py": "..."})."""

    def write(student: str, files: dict[str, str | bytes] | None = None) -> Path:
        folder = tmp_path / "submitted" / student
        folder.mkdir(parents=True)
        for name, text in (files or {}).items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    return write


def look(where: Path, katas: list[Kata], prefix: str = "") -> tuple[set[str], dict[tuple[str, str], str], list[str]]:
    """The students, the sources by student and kata, and the problems as lines."""
    found = list(discover(where, katas, prefix))
    students = {one.student for one in found if isinstance(one, Person)}
    answers = {(one.person.student, one.kata): one.source for one in found if isinstance(one, FoundAnswer)}
    problems = [
        f"{one.person.student if one.person else '?'}/{one.kata}: {one.says}"
        for one in found
        if isinstance(one, Problem)
    ]
    return students, answers, problems


def zipped(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def notebook(*sources: str) -> str:
    cells = [
        {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
        for source in sources
    ]
    kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python"}}
    return json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 4})


# -- layouts --


def test_a_folder_for_each_student_clones_and_all(tmp_path: Path, katas: list[Kata], put: Put) -> None:
    put("ada", {"softmax.py": "a = 1\n", "causal-mask.py": "b = 1\n", ".git/softmax.py": "no", "notes.txt": "hello"})
    put("bob", {"attempts/neural/softmax.py": "c = 1\n", "exercises/neural/softmax.py": "stub"})
    students, answers, problems = look(tmp_path / "submitted", katas)
    assert students == {"ada", "bob"}
    expected = {("ada", "softmax"): "a = 1\n", ("ada", "causal_mask"): "b = 1\n", ("bob", "softmax"): "c = 1\n"}
    assert answers == expected
    assert problems == ["bob/softmax: softmax.py stands in 2 places; this one is taken."]


def test_an_assignments_name_before_a_students_is_left_out(tmp_path: Path, katas: list[Kata], put: Put) -> None:
    put("week-3-ada", {"softmax.py": "a\n"})
    assert look(tmp_path / "submitted", katas, "week-3")[0] == {"ada"}


def test_an_export_of_moodle_and_one_of_canvas(tmp_path: Path, katas: list[Kata], put: Put) -> None:
    folder = put("Ada Lovelace_4711_assignsubmission_file_", {"softmax.py": "a\n"}).parent
    (folder / "hopper_LATE_123_999_softmax-2.py").write_text("b\n")
    (folder / "hopper_123_998_softmax.py").write_text("c\n")
    found = [one for one in discover(folder, katas) if isinstance(one, FoundAnswer)]
    assert [(one.person.student, one.person.name, one.number) for one in found] == [
        ("4711", "Ada Lovelace", 0),
        ("123", "hopper", 0),
        ("123", "hopper", 2),
    ]


def test_what_nbgrader_collected_has_its_date(tmp_path: Path, katas: list[Kata], put: Put) -> None:
    folder = put("ada", {"ps1/softmax.py": "a\n", "ps1/timestamp.txt": "2026-11-20 10:00:00 UTC"}).parent
    (answer,) = (one for one in discover(folder, katas) if isinstance(one, FoundAnswer))
    assert answer.submitted == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_answers_come_out_of_notebooks(tmp_path: Path, katas: list[Kata], put: Put) -> None:
    put("ada", {"hw.ipynb": notebook(read_text(katas[0].reference_path), "print(softmax([1.0]))")})
    put("bob", {"hw.ipynb": notebook("x = 1")})
    put("eve", {"hw.ipynb": notebook()})
    put("mal", {"hw.ipynb": "{"})
    students, answers, problems = look(tmp_path / "submitted", katas)
    assert students == {"ada", "bob", "eve", "mal"}
    assert list(answers) == [("ada", "softmax")]
    assert "def log_softmax" in answers["ada", "softmax"]
    assert [line.split("/")[0] for line in problems] == ["bob", "eve", "mal", "mal"]
    assert [line.split(":")[0] for line in problems[2:]] == ["mal/softmax", "mal/causal_mask"], (
        "it may hold any of them"
    )
    put("zoe", {"softmax.ipynb": "{"})
    problems = look(tmp_path / "submitted", katas)[2]
    assert [line.split(":")[0] for line in problems if "zoe" in line] == ["zoe/softmax"], "its name says which"


def test_an_archive_of_all_and_an_archive_of_one_student(tmp_path: Path, katas: list[Kata], put: Put) -> None:
    put("ada", {"homework.zip": zipped({"hw/softmax.py": "a\n", "hw/causal_mask.py": "b\n"})})
    assert set(look(tmp_path / "submitted", katas)[1]) == {("ada", "softmax"), ("ada", "causal_mask")}
    whole = tmp_path / "export.zip"
    inner = {
        "export/ada/softmax.py": "a\n",
        "export/bob/x/softmax.py": "b\n",
        "export/bob/hw.zip": zipped({"causal_mask.py": "c\n"}),
    }
    whole.write_bytes(zipped(inner))
    students, answers, problems = look(whole, katas)
    assert students == {"ada", "bob"}
    assert answers == {("ada", "softmax"): "a\n", ("bob", "softmax"): "b\n", ("bob", "causal_mask"): "c\n"}
    assert problems == []


def test_a_table_says_whose_is_what(tmp_path: Path, katas: list[Kata]) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "1.py").write_text("a\n")
    (tmp_path / "secret.py").write_text("no\n")
    table = tmp_path / "files" / "map.csv"
    table.write_text(
        "student,path,kata,submitted,name\n"
        'ada,1.py,softmax,2026-11-20T10:00+00:00,"Lovelace, Ada"\n'
        "bob,../secret.py,softmax,,\n"
        "eve,gone.py,softmax,,\n"
        "mal,1.py,nothing,,\n"
        "zoe,1.py,causal-mask,yesterday,\n"
        ",1.py,softmax,,\n"
    )
    students, answers, problems = look(table, katas)
    assert students == {"ada", "bob", "eve", "mal", "zoe"}
    assert set(answers) == {("ada", "softmax"), ("zoe", "causal_mask")}
    assert len(problems) == 5
    assert "leads out of the CSV's folder" in problems[0]


def test_a_file_of_another_name_is_known_by_what_it_defines(tmp_path: Path, katas: list[Kata], put: Put) -> None:
    put("ada", {"my homework (final).py": read_text(katas[0].reference_path), "util.py": "x = 1\n"})
    _, answers, problems = look(tmp_path / "submitted", katas)
    assert list(answers) == [("ada", "softmax")]
    assert problems == ["ada/softmax: This is not called softmax.py, and is taken for what it defines."]


# -- hostile trees --


def test_links_pipes_and_what_is_too_large_are_not_read(tmp_path: Path, katas: list[Kata], put: Put) -> None:
    ada = put("ada", {"softmax.py": "SECRET = 1\n"})
    os.symlink(ada / "softmax.py", put("link") / "softmax.py")
    os.symlink(ada, put("inner") / "work")
    os.symlink(ada, ada.parent / "mallory")
    os.mkfifo(put("pipe") / "softmax.py")
    with (put("big") / "softmax.py").open("wb") as file:
        file.truncate(1 << 30)
    with (put("book") / "hw.ipynb").open("wb") as file:
        file.truncate(LARGEST_NOTEBOOK + 1)
    put("empty")
    put("deep", {"/".join(["d"] * 40) + "/softmax.py": "x\n"})
    put("latin", {"softmax.py": "# caf\xe9\n".encode("latin-1")})
    students, answers, problems = look(ada.parent, katas)
    assert students == {"ada", "link", "inner", "mallory", "pipe", "big", "book", "empty", "deep", "latin"}
    assert set(answers) == {("ada", "softmax")}
    told = {line.split("/")[0]: line for line in problems}
    assert set(told) == students - {"ada"}
    assert "symbolic link" in told["link"]
    assert "1,073,741,824 bytes" in told["big"]
    assert "line 1 has the byte 0xe9" in told["latin"]
    assert not any(str(tmp_path) in line for line in problems)  # students read it too


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"../../bob/softmax.py": "x\n"}, "climbs out"),
        ({"/etc/softmax.py": "x\n"}, "climbs out"),
        ({"..\\softmax.py": "x\n"}, "climbs out"),
        ({"softmax.py": b"0" * (50 << 20)}, "unpacks to more than"),
        ({"in.zip": zipped({"softmax.py": "x\n"})}, "archive in an archive"),
    ],
)
def test_an_archive_that_attacks_costs_a_row(
    tmp_path: Path, katas: list[Kata], put: Put, members: dict[str, str | bytes], says: str
) -> None:
    put("mal", {"hw.zip": zipped(members)})
    put("ok", {"softmax.py": "a\n"})
    _, answers, problems = look(tmp_path / "submitted", katas)
    assert set(answers) == {("ok", "softmax")}
    assert len(problems) == 1
    assert says in problems[0]


@pytest.mark.slow
def test_an_archive_of_many_large_files_is_read_no_further_than_its_room(
    tmp_path: Path, katas: list[Kata], put: Put
) -> None:
    put("mal", {"hw.zip": zipped({f"{n}/extra{n}.py": b"#" * 900_000 for n in range(120)})})
    problems = look(tmp_path / "submitted", katas)[2]
    assert len(problems) == 120 - MOST_UNPACKED // 900_000


def test_broken_encrypted_and_linking_archives(tmp_path: Path, katas: list[Kata], put: Put) -> None:
    link = zipfile.ZipInfo("softmax.py")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    encrypted = bytearray(zipped({"softmax.py": "x\n"}))
    encrypted[6] |= 1
    encrypted[encrypted.rindex(b"PK\x01\x02") + 8] |= 1
    cut = zipped({"softmax.py": os.urandom(5000)})
    put("link", {"hw.zip": out.getvalue()})
    put("locked", {"hw.zip": bytes(encrypted)})
    put("cut", {"hw.zip": cut[:3000]})
    put("damaged", {"hw.zip": cut[:100] + b"????" + cut[104:]})
    _, answers, problems = look(tmp_path / "submitted", katas)
    assert answers == {}
    assert [line.split("/")[0] for line in problems] == ["cut", "damaged", "link", "locked"]


@pytest.mark.parametrize("name", ['O"Brien, Pat', "two\nlines", "=1+1", "李小龍", "\u202eevil", "$x$", "a" * 200])
def test_any_name_is_a_students(tmp_path: Path, katas: list[Kata], put: Put, name: str) -> None:
    put(name, {"softmax.py": "a\n"})
    assert look(tmp_path / "submitted", katas)[1] == {(name, "softmax"): "a\n"}


def test_a_name_that_is_no_unicode(tmp_path: Path, katas: list[Kata], put: Put) -> None:
    folder = put("ok", {"softmax.py": "a\n"}).parent
    try:
        os.mkdir(os.fsencode(folder) + b"/b\xff\xfe")
    except OSError:
        pytest.skip("this file system takes no such name")
    assert look(folder, katas)[0] == {"ok", "b\\xff\\xfe"}


def test_what_is_no_place_for_submissions_is_refused_in_a_sentence(tmp_path: Path, katas: list[Kata]) -> None:
    for name, text in [("a.txt", "x"), ("a.zip", "x"), ("a.csv", "name\nada\n")]:
        (tmp_path / name).write_text(text)
        with pytest.raises(KataError, match=f"{name}"):
            look(tmp_path / name, katas)


# -- the class list --


def test_a_class_list_finds_people_by_any_of_their_names(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(
        'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"Lovelace, Ada",7,S1,ada,A\n'
    )
    roster = load_roster(path)
    assert roster.people == [Person("ada", name="Lovelace, Ada", lms_id="7", sis_id="S1", section="A", lms="canvas")]
    for met in (Person("ADA"), Person("7"), Person("x", lms_id="7"), Person("S1 ")):
        assert roster.find(met) is not None
    assert roster.find(Person("bob")) is None
    assert Roster().find(Person("ada")) is None


def test_a_class_list_with_a_student_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("student\nada\nAda\n")
    with pytest.raises(KataError, match="line 3 has the student `Ada` a second time"):
        load_roster(path)
