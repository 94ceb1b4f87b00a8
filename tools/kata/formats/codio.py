"""What Codio's `CODIO_AUTOGRADE_V2_URL` is sent: percent, and feedback in Markdown, as a form."""

from urllib.parse import urlencode

from kata.formats import markdown
from kata.formats.text import total
from kata.grading.verdict import Verdict


def render(verdicts: list[Verdict], *, notes: list[str] | None = None) -> str:
    """The body of the request, `application/x-www-form-urlencoded`.

    Args:
        notes: sentences about the submission as a whole.
    """
    points, most = total(verdicts)
    percent = round(100 * points / most, 2) if most else 0
    return urlencode({"grade": f"{percent:g}", "format": "md", "feedback": markdown.render(verdicts, notes=notes)})
