"""Grades `stop_sequences`: the oracle reads character by character and looks at the end of what it has read."""

import itertools

import pytest

from kata.testing import assert_equal


def cut(text, stops):
    for end in range(len(text) + 1):
        complete = [stop for stop in stops if text[:end].endswith(stop)]
        if complete:
            return text[: end - max(map(len, complete))], True
    return text, False


def sent(text, stops):
    """What has been sent when so much of a text without a stop has come."""
    beginnings = {stop[:n] for stop in stops for n in range(1, len(stop))}
    return next(text[:i] for i in range(len(text) + 1) if i == len(text) or text[i:] in beginnings)


def run(submission, stops, chunks):
    """What the stream sends for each chunk, what flush sends, and whether it is finished."""
    stream = submission.StopStream(stops)
    return [stream.push(chunk) for chunk in chunks], stream.flush(), stream.finished


def pieces(rng, text):
    """The text cut into chunks at random places, an empty chunk among them."""
    places = sorted(rng.integers(0, len(text) + 1, size=4).tolist())
    return [text[begin:end] for begin, end in itertools.pairwise([0, *places, places[-1], len(text)])]


@pytest.mark.points(20)
def test_the_text_ends_before_the_stop(submission, rng):
    """A finished text ends before the first place where a stop stands; without one it is whole."""
    assert_equal(
        submission.cut_at_stop("one. two. three.", [". "]), ("one", True), what="the text, and whether it stopped"
    )
    assert_equal(submission.cut_at_stop("one. two", ["###"]), ("one. two", False))
    assert_equal(submission.cut_at_stop("###one", ["###"]), ("", True))
    assert_equal(submission.cut_at_stop("Hi user: you \nUser: x", ["User:"]), ("Hi user: you \n", True))
    text = "".join(rng.choice(["a", "b", "c"], size=20))
    assert_equal(submission.cut_at_stop(text + "|" + text + "|", ["|"]), (text, True))


@pytest.mark.points(10)
def test_the_stop_that_is_complete_first_ends_the_text(submission, rng):
    """Of several stops the one that is complete first ends the text, wherever it stands in the list."""
    for stops in (["<e>", "##"], ["##", "<e>"]):
        assert_equal(submission.cut_at_stop("a<e>b##", stops), ("a", True), what=f"the text with {stops}")
        assert_equal(submission.cut_at_stop("a##b<e>", stops), ("a", True), what=f"the text with {stops}")
    for stops in (["bcd", "abcde"], ["abcde", "bcd"]):
        assert_equal(submission.cut_at_stop("xabcde", stops), ("xa", True), what=f"the text with {stops}")
    text = "".join(rng.choice(["a", "b"], size=30)) + "abba"
    stops = rng.permutation(["abba", "bab", "aaab"]).tolist()
    assert_equal(submission.cut_at_stop(text, stops), cut(text, stops), what="the text, and whether it stopped")


@pytest.mark.points(5)
def test_of_stops_that_end_together_the_longest_counts(submission):
    """If several stops are complete at the same character, the longest is cut off."""
    for stops in (["\n\n", "\n", "User:", "\nUser:"][2:], ["\nUser:", "User:"]):
        assert_equal(submission.cut_at_stop("Hi\nUser: x", stops), ("Hi", True), what=f"the text with {stops}")


@pytest.mark.points(12)
def test_a_whole_stop_in_a_chunk_ends_the_stream(submission):
    """What stands before a stop is sent, with the chunk in which the stop is complete."""
    sent_texts, _, finished = run(submission, ["##"], ["ab", "cd##ef"])
    assert_equal("".join(sent_texts), "abcd", what="all that was sent")
    assert_equal(finished, True, what="whether the stream is finished")
    sent_texts, rest, finished = run(submission, ["##"], ["ab", "cd"])
    assert_equal("".join([*sent_texts, rest]), "abcd", what="all that was sent without a stop")
    assert_equal(finished, False, what="whether the stream is finished")
    # A stream ends where the finished text does: by the stop that is complete first.
    sent_texts, _, _ = run(submission, ["abcde", "bcd"], ["xabcde", "f"])
    assert_equal("".join(sent_texts), "xa", what="all that was sent with the stops abcde and bcd")


@pytest.mark.points(19)
def test_a_stop_may_be_split_over_chunks(submission, rng):
    """However the text is cut into chunks, what is sent is the text before the stop."""
    for text, stops in (("Hi<|end|>x", ["<|end|>"]), ("aaab", ["aab"]), ("1\n\nU\n\nUser:x", ["\n\nUser:"])):
        before = text[: text.rfind(stops[0])]
        for chunks in (list(text), [text[:3], text[3:]], [text[:6], "", text[6:]], pieces(rng, text)):
            sent_texts, _, finished = run(submission, stops, chunks)
            assert_equal("".join(sent_texts), before, what=f"all that was sent for the chunks {chunks}")
            assert_equal(finished, True, what="whether the stream is finished")


@pytest.mark.points(14)
def test_nothing_else_waits(submission, rng):
    """Everything is sent at once but the longest end of the text with which a stop begins."""
    sent_texts, _, _ = run(submission, ["<|end|>"], ["Hi <", "b> you ", "and <|e"])
    assert_equal(sent_texts, ["Hi ", "<b> you ", "and "], what="what was sent for 'Hi <', 'b> you ' and 'and <|e'")
    cases = [("a<b <|x", ["<|end|>"]), ("a#b", ["##", "###x"]), ("plain text", ["###", "<|end|>"])]
    cases.append(("".join(rng.choice(["a", "b"], size=12)) + "c", ["abbabbab", "bbbbb", "aaaaaa"]))
    for text, stops in cases:
        sent_texts, _, _ = run(submission, stops, list(text))
        expected = [sent(text[: n + 1], stops) for n in range(len(text)) if not cut(text[: n + 1], stops)[1]]
        so_far = list(itertools.accumulate(sent_texts))[: len(expected)]
        assert_equal(so_far, expected, what=f"what has been sent after each character of {text!r} with {stops}")


@pytest.mark.points(8)
def test_flush_sends_what_still_waits(submission):
    """At the end of a stream without a stop, flush sends what waits."""
    for chunks, rest in ((["ab#", "#"], "##"), (["ab"], ""), ([], "")):
        sent_texts, flushed, finished = run(submission, ["###"], chunks)
        assert_equal(flushed, rest, what=f"what flush sends after {chunks}")
        assert_equal("".join(sent_texts) + flushed, "".join(chunks), what="all that was sent")
        assert_equal(finished, False, what="whether the stream is finished")


@pytest.mark.points(6)
def test_after_a_stop_nothing_is_sent(submission):
    """After a stop neither later chunks nor flush send anything, and the stream stays finished."""
    sent_texts, flushed, finished = run(submission, ["##"], ["a##b", "c", "##", "d"])
    assert_equal(sent_texts, ["a", "", "", ""], what="what was sent for each chunk")
    assert_equal((flushed, finished), ("", True), what="what flush sends, and whether the stream is finished")


@pytest.mark.points(4)
def test_without_stops_all_is_passed_on(submission):
    """Without stops the text is passed on as it comes."""
    assert_equal(submission.cut_at_stop("a#b", []), ("a#b", False), what="the text, and whether it stopped")
    assert_equal(run(submission, [], ["a#", "b"]), (["a#", "b"], "", False), what="the stream")


@pytest.mark.points(2)
def test_an_empty_stop_is_refused(submission):
    """An empty stop raises ValueError, in the function and in the class."""
    assert_equal(submission.cut_at_stop("ab", ["b"]), ("a", True), what="the text, and whether it stopped")
    with pytest.raises(ValueError):
        submission.cut_at_stop("ab", ["b", ""])
    with pytest.raises(ValueError):
        submission.StopStream([""])
