"""CSV: what it reads, and that a spreadsheet runs nothing of what it writes."""

import csv
import io

import pytest

from kata.csv_file import csv_text, read_table
from kata.errors import KataError


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        (" @SUM(A1)", " '@SUM(A1)"),
        ("x;=1+1", "x;'=1+1"),
        ("two lines\n-2+3", "two lines\n'-2+3"),
        ("\t=1+1", "    '=1+1"),
        ("\x1b[31mred\u202e", "\\x1b[31mred\\u202e"),
        ("a\x00b", "a\\x00b"),
        ("Ada - or Grace", "Ada - or Grace"),
    ],
)
def test_a_text_is_no_formula_and_holds_no_control_character(text: str, cell: str) -> None:
    assert list(csv.reader(io.StringIO(csv_text([["student", text]])))) == [["student", cell]]


def test_numbers_stay_numbers() -> None:
    assert csv_text([["a", -1, 0.5, None]]) == "a,-1,0.5,\n"


def test_a_file_is_read_by_its_headings(tmp_path) -> None:
    path = tmp_path / "students.csv"
    path.write_bytes("\ufeffStudent , E-Mail\nada, a@b.c\n".encode())
    assert list(read_table(path)) == [(2, {"student": "ada", "e-mail": "a@b.c"})]
    path.write_bytes(b"student\n\xe9\n")
    with pytest.raises(KataError, match="UTF-8"):
        list(read_table(path))
