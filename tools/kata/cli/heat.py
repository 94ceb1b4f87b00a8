"""The year in squares, on the terminal."""

from collections.abc import Mapping
from datetime import date

from kata.cli.layout import Line
from kata.cli.screen import Screen
from kata.learner.days import WEEKS, DaySquare, months, squares

_SHADES = "·░▒▓█"
_NAMES = ("Mon", "", "Wed", "", "Fri", "", "Sun")


def show_heat(screen: Screen, days: Mapping[date, int], today: date) -> None:
    """Write the map, as many weeks as there is room for."""
    weeks = squares(days, today, min(WEEKS, max(screen.width - 5, 4)))
    head = [" "] * (len(weeks) + 3)
    for column, name in months(weeks):
        head[column : column + len(name)] = name
    screen.emit([("     ", ""), ("".join(head).rstrip()[: screen.width - 5], "dim")])
    for weekday, name in enumerate(_NAMES):
        line: Line = [(name.ljust(5), "dim")]
        for week in weeks:
            if weekday < len(week):
                line.append(_cell(week[weekday], plain=screen.plain))
        screen.emit(line)
    legend = "checks a day; 9 is nine or more" if screen.plain else f"{_SHADES} fewer to more checks a day"
    screen.line((f"     {legend}", "dim"))


def _cell(square: DaySquare, *, plain: bool) -> tuple[str, str]:
    if plain:
        return (str(min(square.checks, 9)) if square.checks else ".", "")
    return (_SHADES[square.level], "good" if square.level else "dim")
