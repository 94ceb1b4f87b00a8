"""Serves `pytest graders/TRACK/test_KATA.py --submission FILE`: a grader run by hand, without the command line."""

pytest_plugins = ["kata.grading.plugin", "kata.grading.by_hand"]
