"""Stop sequences by a search in what has not been sent.

Why it works: a stop that is not complete yet has its beginning at the end of the text, so that all before the longest
such end can be sent. What waits is shorter than the longest stop, and each search is short.
"""


def first_stop(text, stops):
    """Where the stop that is complete first begins; None without one."""
    found = [(text.find(stop) + len(stop), -len(stop)) for stop in stops if stop in text]
    return sum(min(found)) if found else None


def cut_at_stop(text, stops):
    if "" in stops:
        raise ValueError("a stop must not be empty")
    begin = first_stop(text, stops)
    return (text, False) if begin is None else (text[:begin], True)


class StopStream:
    def __init__(self, stops):
        if "" in stops:
            raise ValueError("a stop must not be empty")
        self.stops = list(stops)
        self.held = ""
        self.finished = False

    def push(self, chunk):
        if self.finished:
            return ""
        text = self.held + chunk
        begin = first_stop(text, self.stops)
        if begin is not None:
            self.held, self.finished = "", True
            return text[:begin]
        lengths = (n for stop in self.stops for n in range(len(stop)) if text.endswith(stop[:n]))
        safe = len(text) - max(lengths, default=0)
        self.held = text[safe:]
        return text[:safe]

    def flush(self):
        text, self.held = self.held, ""
        return text
