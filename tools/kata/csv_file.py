"""CSV files: read as people export them, and written so that a spreadsheet runs nothing of them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kata.errors import KataError
from kata.safe import safe

# What a spreadsheet takes for a formula: at the start of a cell, and where it would begin one if it parts cells at
# semicolons, as it does in many countries, and so doesn't see a quoted cell as one.
_FORMULA = re.compile(r"(^|[;\n])(\s*)(?=[=+\-@])")


def read_table(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with a heading, each with its line: headings in lower case, values stripped.

    Raises:
        KataError: when it can't be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        reader = csv.DictReader(io.StringIO(text), strict=True, delimiter=delimiter_of(text))
        for row in reader:
            yield (
                reader.line_num,
                {key.strip().lower(): (value or "").strip() for key, value in row.items() if isinstance(key, str)},
            )
    except OSError as error:
        raise KataError(f"{path} can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise KataError(f"{path} is not UTF-8. Save it as `CSV UTF-8`.") from None
    except csv.Error as error:
        raise KataError(f"{path} is no CSV file: {error}.") from None


def delimiter_of(text: str) -> str:
    """What parts the cells: a comma, a semicolon (as Excel writes it in half of Europe) or a tab.

    It is the one that stands most often in the heading, outside quotes.
    """
    heading = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0])
    return max(",;\t", key=heading.count)


def csv_text(rows: Iterable[Sequence[Any]]) -> str:
    """Lines of CSV. Texts are made harmless: no formula, no control character but line feeds."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([_cell(value) if isinstance(value, str) else value for value in row] for row in rows)
    return out.getvalue()


def _cell(text: str) -> str:
    return _FORMULA.sub(r"\1\2'", safe(text))
