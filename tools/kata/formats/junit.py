"""JUnit's XML, as pytest writes it (xunit2): a suite for each kata, a case for each test.

That schema lets a suite have properties and no case, so a kata's points and those of its tests are its suite's.
"""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime

from kata.formats.text import details, earned, held, is_judged, reason, short, tests_of, title, total
from kata.grading.verdict import Test, Verdict

TEXT = 10_000
# A test that could not be judged is an error; one that was too slow has failed.
_ERRORS = ("crashed", "limit", "grader_error", "not_run")


def render(verdicts: list[Verdict], *, now: datetime | None = None) -> str:
    """A document with `testsuites` at its root.

    Args:
        now: the time that suites bear; by default now.
    """
    stamp = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    root = ET.Element("testsuites", name="kata")
    for verdict in verdicts:
        root.append(_suite(verdict, stamp))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(verdict: Verdict, stamp: str) -> ET.Element:
    cases = [_case(verdict, test) for test in tests_of(verdict)]
    suite = ET.Element(
        "testsuite",
        name=verdict.kata,
        errors=str(sum(case.find("error") is not None for case in cases)),
        failures=str(sum(case.find("failure") is not None for case in cases)),
        skipped="0",
        tests=str(len(cases)),
        time=f"{verdict.duration:.3f}",
        timestamp=stamp,
        hostname="kata",
    )
    suite.append(_properties(verdict))
    suite.extend(cases)
    return suite


def _case(verdict: Verdict, test: Test) -> ET.Element:
    case = ET.Element("testcase", classname=verdict.kata, name=test.name, time=f"{test.duration:.3f}")
    if not held(verdict, test):
        wrong = test.status in _ERRORS or not is_judged(verdict)
        outcome = ET.SubElement(case, "error" if wrong else "failure", message=_clean(reason(verdict, test), 500))
        outcome.text = _clean(f"{title(test)}\n{details(test)}")
    if test.output:
        ET.SubElement(case, "system-out").text = _clean(test.output)
    return case


def _properties(verdict: Verdict) -> ET.Element:
    points, most = total([verdict])
    known = {"status": verdict.status, "points": points, "max_points": most}
    for test in tests_of(verdict):
        known |= {f"points.{test.name}": earned(verdict, test), f"max_points.{test.name}": test.max_points}
    properties = ET.Element("properties")
    for name, value in known.items():
        ET.SubElement(properties, "property", name=name, value=str(value))
    return properties


def _clean(text: str, most: int = TEXT) -> str:
    """`text` without what XML can't hold: `defused` has written control characters out."""
    return "".join(character if ord(character) not in (0xFFFE, 0xFFFF) else "?" for character in short(text, most))
