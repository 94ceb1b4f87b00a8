"""What the readers of our formats accept, in our own words, as JSON Schema."""

from typing import Any


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    properties = {**required, **(optional or {})}
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


TEXT = {"type": "string"}
NAME = {"type": "string", "minLength": 1}
MAYBE = {"type": ["string", "null"]}
WHOLE = {"type": "integer", "minimum": 0}
OUTCOME = {"enum": ["pass", "fail", "error"]}

CLASSROOM = _object(
    {
        "version": {"enum": [1, 3]},
        "status": OUTCOME,
        "max_score": WHOLE,
        "tests": {
            "type": "array",
            "minItems": 1,  # the reporter divides by their number
            "items": _object(
                {
                    "name": NAME,
                    "status": OUTCOME,
                    "score": WHOLE,
                    "message": MAYBE,
                    "test_code": TEXT,
                    "filename": TEXT,
                    "line_no": WHOLE,
                    "duration": WHOLE,
                },
                {"task_id": WHOLE, "output": {"type": "string", "maxLength": 500}},
            ),
        },
    }
)

CLASSROOM50 = _object(
    {
        "schema": {"const": "classroom50/result/v1"},
        "classroom": NAME,
        "assignment": NAME,
        "assignment_type": {"enum": ["individual", "group"]},
        "owner": NAME,
        "submission": {"type": "string", "pattern": "^submit/"},
        "commit": NAME,
        "release": NAME,
        "review": NAME,
        "datetime": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"},
        "score": WHOLE,
        "max-score": WHOLE,
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["test-name", "passed", "score", "max-score"],
                "properties": {"test-name": NAME, "passed": {"type": "boolean"}, "score": WHOLE, "max-score": WHOLE},
            },
        },
    }
)

_VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
_FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
GRADESCOPE = _object(
    {"tests": {"type": "array", "items": None}},
    {
        "score": WHOLE,
        "execution_time": WHOLE,
        "output": TEXT,
        "output_format": _FORMAT,
        "visibility": _VISIBILITY,
        "stdout_visibility": _VISIBILITY,
        "extra_data": {"type": "object"},
    },
)
GRADESCOPE["properties"]["tests"]["items"] = _object(
    {"name": NAME, "score": WHOLE, "max_score": WHOLE, "status": {"enum": ["passed", "failed"]}},
    {
        "output": TEXT,
        "output_format": _FORMAT,
        "number": TEXT,
        "tags": {"type": "array", "items": TEXT},
        "visibility": _VISIBILITY,
        "extra_data": {"type": "object"},
    },
)

EXERCISM = _object(
    {
        "version": {"const": 3},
        "status": OUTCOME,
        "message": MAYBE,
        "tests": {
            "type": "array",
            "items": _object(
                {"name": NAME, "status": OUTCOME, "message": MAYBE, "test_code": TEXT},
                {"output": {"type": ["string", "null"], "maxLength": 500}, "task_id": WHOLE},
            ),
        },
    }
)

JSON = _object(
    {
        "schema": {"const": 1},
        "points": WHOLE,
        "max_points": WHOLE,
        "assignment": TEXT,
        "student": TEXT,
        "mlkata": TEXT,
        "verdicts": {"type": "array", "items": {"type": "object", "required": ["schema", "kata", "points", "tests"]}},
    }
)

AUTOLAB = _object({"scores": {"type": "object", "additionalProperties": {"type": "number"}}})

CODEGRADE = _object({"tag": {"const": "points"}, "points": {"type": "string", "pattern": r"^\d+/\d+$"}})

PRAIRIELEARN = _object(
    {
        "gradable": {"type": "boolean"},
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "message": TEXT,
        "tests": {
            "type": "array",
            "items": _object(
                {
                    "name": NAME,
                    "description": TEXT,
                    "points": WHOLE,
                    "max_points": WHOLE,
                    "message": TEXT,
                    "output": TEXT,
                }
            ),
        },
    }
)
