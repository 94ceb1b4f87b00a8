"""What a grader can do with an answer that runs in another process."""

import contextlib
import math

import numpy as np
import pytest

from kata.grading.handles import Handle
from kata.grading.outcomes import (
    CallbackFailed,
    Crashed,
    LimitHit,
    NotData,
    Outcome,
    ProtocolBroken,
    Timeout,
)
from kata.sandbox.launch import ForkServerClient, Limits
from kata.sandbox.levels import best_level
from tests.support.engine import begin_run

COUNTER = """
class Counter:
    total = 0
    def __init__(self, start=0):
        self.count = start
        self.friend = None
    def add(self, n):
        self.count += n
        return self
    def __add__(self, other):
        return Counter(self.count + (other.count if isinstance(other, Counter) else other))
    __radd__ = __add__
    def __lt__(self, other):
        return self.count < other.count
    def __neg__(self):
        return Counter(-self.count)
    def __len__(self):
        return self.count
    def __getitem__(self, i):
        return self.count * i
    def __setitem__(self, i, value):
        self.count = value
    def __contains__(self, n):
        return n <= self.count
    def __iter__(self):
        return iter(range(self.count))
    def __float__(self):
        return float(self.count)
def count_to(n):
    yield from range(n)
"""


def test_objects_are_handles_and_their_use_happens_over_there(answer):
    toy = answer(COUNTER)
    counter = toy.Counter(3)
    assert counter.count == 3
    counter.add(4)
    counter.count = counter.count + 1
    assert len(counter) == 8
    two = toy.argument(2)
    assert (counter + two).count == 10
    assert (two + counter).count == 10
    assert (counter + counter).count == 16
    assert (-counter).count == -8
    assert counter[toy.argument(5)] == 40
    assert toy.argument(8) in counter
    assert toy.argument(9) not in counter
    assert float(counter) == 8.0
    assert toy.Counter(1) < counter
    counter["x"] = 2
    assert list(counter) == [0, 1]


SPY = """
class Spy:
    seen = []
    def __getattribute__(self, name):
        return object.__getattribute__(self, name)
    def see(self, *others):
        Spy.seen += others
        return 0.0
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __pow__ = __rpow__ = __matmul__ = __rmatmul__ = see
    __truediv__ = __rtruediv__ = __floordiv__ = __mod__ = __and__ = __or__ = __xor__ = __lshift__ = __rshift__ = see
    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = __contains__ = __getitem__ = see
    __len__ = lambda self: 3
    __iter__ = lambda self: iter([0.0, 0.0, 0.0])
    __hash__ = None

class Box:
    def value(self):
        return Spy()
    def values(self):
        return [Spy(), Spy()]

def value(): return Spy()
def values(): return [1.0, (Spy(),)]
def keyed(): return {"a": Spy()}
def numbers(): return (n for n in (1, 2))
def seen(): return len(Spy.seen)
"""
RIGHT = 0.25
USES = {
    "x - right": lambda x: x - RIGHT,
    "right - x": lambda x: RIGHT - x,
    "abs(x - right) < 1e-9": lambda x: abs(x - RIGHT) < 1e-9,
    "x < right": lambda x: x < RIGHT,
    "right < x": lambda x: x > RIGHT,
    "max(x, right)": lambda x: max(x, RIGHT),
    "x == right": lambda x: x == RIGHT,
    "x != right": lambda x: x != RIGHT,
    "x in [right]": lambda x: x in [RIGHT],
    "right in x": lambda x: RIGHT in x,
    "x[right]": lambda x: x[RIGHT],
    "array - x": lambda x: np.full(3, RIGHT) - x,
    "x - array": lambda x: x - np.full(3, RIGHT),
    "numpy.float64 - x": lambda x: np.float64(RIGHT) - x,
    "array @ x": lambda x: np.full(3, RIGHT) @ x,
    "array < x": lambda x: np.full(3, RIGHT) < x,
    "x ** right": lambda x: x**RIGHT,
    "sum([right, x])": lambda x: sum([RIGHT, x]),
}


@pytest.mark.parametrize("use", USES)
def test_an_object_in_the_place_of_a_value_never_sees_the_other_side(answer, use):
    toy = answer(SPY)
    box = toy.Box()
    for spy in (box.value(), box.values()[0]):
        toy._session.channel.fatal = None
        with pytest.raises(NotData, match=r"object of the class `Spy`"):
            USES[use](spy)
        toy._session.channel.fatal = None
        assert toy.seen() == 0


@pytest.mark.parametrize("use", [np.subtract, np.isclose, np.allclose, np.testing.assert_allclose, math.isclose])
def test_nor_by_a_function(answer, use):
    toy = answer(SPY)
    with contextlib.suppress(TypeError, AssertionError, ValueError, Outcome):
        use(toy.Box().value(), RIGHT)
    toy._session.channel.fatal = None
    assert toy.seen() == 0


def test_what_a_function_gives_back_is_data_at_once(answer):
    functions = ("value", "values", "keyed", "numbers", "seen")
    for name, what in [("value", "the class `Spy`"), ("values", "objects"), ("keyed", "objects"), ("numbers", "gen")]:
        toy = answer(SPY, functions=functions)
        with pytest.raises(NotData, match=what), contextlib.suppress(Exception):
            getattr(toy, name)()
        assert toy._session.channel.fatal is not None  # nothing can swallow it
    toy = answer(SPY, functions=functions)
    assert toy.seen() == 0
    assert toy.take(toy.object(toy.numbers), 5) == [1, 2]
    assert repr(toy.object(toy.values)[1][0]) == "<a Spy>"


def test_the_same_object_is_the_same_handle(answer):
    toy = answer(COUNTER)
    one, other = toy.Counter(), toy.Counter()
    one.friend = other
    assert one.friend == other
    assert one.friend != one
    assert {one.friend, other} == {other}
    assert one.add(1) == one


def test_bool_and_repr_of_a_handle_are_local(answer):
    toy = answer("class A:\n    def __bool__(self): return False\n    def __repr__(self): return 'PASSED'\n")
    thing = toy.A()
    assert thing
    assert "PASSED" not in repr(thing)


def test_handles_are_let_go_of_over_there(answer):
    toy = answer(
        "import weakref\nalive = weakref.WeakSet()\n"
        "class A:\n    def __init__(self): alive.add(self)\n"
        "def count(): return len(alive)\n"
    )
    for _ in range(50):
        toy.A()
        toy._session.calls.clear()
    assert toy.count() <= 3


def test_iterators_give_the_next_n_items(answer):
    toy = answer(COUNTER)
    numbers = toy.count_to(5)
    assert toy.take(numbers, 2) == [0, 1]
    assert next(numbers) == 2
    assert toy.take(numbers, 10) == [3, 4]


def test_callbacks_are_counted_and_their_results_come_back(answer):
    toy = answer("def twice(f, x): return f(f(x))\n")
    double = toy.callback(lambda x: x * 2)
    assert toy.twice(double, np.arange(3)).tolist() == [0, 4, 8]
    assert double.calls == 2


def test_a_callback_may_use_the_answer_again(answer):
    toy = answer("def apply(f, x): return f(x)\ndef inc(x): return x + 1\n")
    assert toy.apply(lambda x: toy.inc(x) * 10, 1) == 20


def test_a_callback_that_fails_cannot_be_swallowed(answer):
    source = "def apply(f):\n    try:\n        f()\n    except BaseException:\n        pass\n    return 'fine'\n"
    toy = answer(source)

    def refuse():
        raise AssertionError("wrong arguments")

    with pytest.raises(CallbackFailed, match="wrong arguments"):
        toy.apply(refuse)
    with pytest.raises(CallbackFailed):
        toy.apply(lambda: 1)


def test_callbacks_are_bounded(answer):
    toy = answer("def forever(f):\n    while True:\n        f()\n")
    with pytest.raises(CallbackFailed, match="more than 30 times"):
        toy.forever(toy.callback(lambda: 0, limit=30))


def test_generators_are_made_over_there(answer):
    toy = answer("def draw(rng): return rng.random()\ndef kind(rng): return type(rng).__name__\n")
    assert toy.draw(toy.generator(5)) == np.random.default_rng(5).random()
    assert toy.kind(toy.random(5)) == "Random"


def test_built_in_exceptions_cross_by_name(answer):
    toy = answer(
        "class Own(KeyError): pass\ndef fail(kind):\n"
        "    if kind == 'own': raise Own('mine')\n"
        "    raise {'v': ValueError, 'i': IndexError, 'x': SystemExit}[kind]('no')\n"
    )
    with pytest.raises(ValueError, match="no"):
        toy.fail("v")
    with pytest.raises(KeyError) as caught:
        toy.fail("own")
    assert caught.value.type_name == "Own"
    assert caught.value.frames[-1] == (3, "fail")
    with pytest.raises(Exception) as caught:
        toy.fail("x")
    assert caught.value.type_name == "SystemExit"


def test_received_arrays_are_read_only(answer):
    toy = answer("import numpy as np\ndef f(): return [np.zeros(3)]\n")
    with pytest.raises(ValueError, match="read-only"):
        toy.f()[0][0] = 1


def test_an_argument_changed_in_place_is_noticed_by_name(answer):
    source = "def f(x, items): x += 1; items.append(3); return x.sum()\ndef g(x): return sorted(x)\n"
    toy = answer(source, parameters={"f": ["x", "items"]})
    assert toy.g([2, 1]) == [1, 2]
    assert toy._session.changed is None
    toy.f(np.zeros(2), [1])
    assert "its argument `x` in place" in toy._session.changed.says
    toy = answer(source, parameters={"f": ["x", "items"]}, changes=("x", "items"))
    assert toy.f(np.zeros(2), [1]) == 2
    assert toy._session.changed is None


@pytest.mark.parametrize(
    ("body", "outcome", "words"),
    [
        ("while True: pass", Timeout, "CPU time"),
        ("import os; os._exit(0)", Crashed, "ended its own process"),
        ("import ctypes; ctypes.string_at(0)", Crashed, "died of signal|killed|ended by the sandbox"),
        ("return [0] * 10**10", LimitHit, "memory"),
        ("10 ** (10 ** 9)", (LimitHit, Timeout), "memory|CPU time"),
        ("import re; re.match('(a+)+$', 'a' * 64 + 'b')", Timeout, "CPU time"),
        ("import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n    while True: pass", Timeout, "CPU time"),
    ],
)
def test_what_a_test_cannot_survive_is_an_outcome_that_nothing_catches(answer, body, outcome, words):
    toy = answer(f"def f():\n    {body}\n", limits=Limits(cpu_seconds=0.3))
    with pytest.raises(outcome, match=words):
        toy.f()
    with pytest.raises(Outcome):
        toy.f()


def test_a_sleeper_is_stopped_by_the_wall_clock(answer):
    toy = answer("import time\ndef f(): time.sleep(100)\n", limits=Limits(cpu_seconds=0.05))
    with pytest.raises(Timeout, match="waited"):
        toy.f()


def test_what_an_answer_prints_is_kept_and_cut(answer):
    toy = answer("def f(n):\n    print('x' * n)\n    return n\n", limits=Limits(output_chars=100))
    assert toy.f(20) == 20
    assert toy._session.channel.printed() == "x" * 20 + "\n"
    assert toy.f(10**6) == 10**6
    assert "more than 100 characters" in toy._session.channel.printed()


def test_an_answer_that_closes_its_output_goes_on(answer):
    toy = answer("import os\ndef f():\n    os.close(1); os.close(2)\n    return 1\ndef g(): return 2\n")
    assert toy.f() == 1
    assert toy.g() == 2


@pytest.mark.parametrize(
    "reply",
    [
        "b'\\x01'",
        "b'\\x00' * 64",
        "struct.pack('<II', 1, 0) + b'\\xc1'",
        "struct.pack('<II', 2**31, 2**31)",
        "frame(['ok', [], None, [15, 4]])",
        "frame(['ok', [], None, [99]])",
        "frame(['ok', [], None])",
        "frame(['ok', 5, None, 1])",
        "frame(['ok', [], None, [15, -1, 'x']])",
        "frame(['never', 1])",
        "frame([1])",
        "frame('ok')",
        "frame(['raised', 'os.system', 'x', 'y', [1]])",
        "frame(['callback', 7, None, [0], [2]])",
        "frame(['ok', [], None, [14, 'float32', [1], b'1234', True, 3]])",
    ],
)
def test_a_forged_reply_breaks_the_protocol_and_nothing_else(answer, reply):
    source = (
        "import gc, socket, struct, msgpack\n"
        "def frame(tree):\n    body = msgpack.packb(tree)\n    return struct.pack('<II', len(body), 0) + body\n"
        "def f():\n"
        "    sock = next(o for o in gc.get_objects() if isinstance(o, socket.socket) and o.fileno() > 2)\n"
        f"    sock.sendall({reply})\n    sock.close()\n"
    )
    toy = answer(source)
    with pytest.raises((ProtocolBroken, Crashed)):
        toy.f()


def test_a_call_over_the_pipe_is_repeatable_ten_thousand_times(answer):
    toy = answer("def f(x): return x + 1\n")
    value = 0
    for _ in range(3000):
        value = toy.f(value)
    assert value == 3000


ONE_CACHE = """
import numpy as np
_cache = {}

def forward(x):
    _cache["x"] = x
    return 2 * x, _cache

def backward(dy, cache):
    return dy * cache["x"]

class Layer:
    def forward(self, x):
        return [x, None], x
"""


def test_what_is_opaque_is_never_copied(answer):
    toy = answer(ONE_CACHE, parameters={"forward": ["x"]}, opaque=("forward[1]", "Layer.forward"))
    caches = [toy.forward(np.full(2, value))[1] for value in (3.0, 5.0)]
    assert all(isinstance(cache, Handle) for cache in caches)
    assert caches[0] == caches[1]
    assert toy.backward(np.ones(2), caches[0]).tolist() == [5.0, 5.0]
    assert isinstance(toy.Layer().forward(1), Handle)
    copied = answer(ONE_CACHE, parameters={"forward": ["x"]})
    caches = [copied.forward(np.full(2, value))[1] for value in (3.0, 5.0)]
    assert copied.backward(np.ones(2), caches[0]).tolist() == [3.0, 3.0]


def test_a_result_without_what_is_opaque_crosses_as_it_is(answer):
    toy = answer("def f(x): return x\n", parameters={"f": ["x"]}, opaque=("f[1]",))
    assert toy.f((1,)) == (1,)
    assert toy.f(7) == 7
    first, second = toy.f((1, None))
    assert (first, type(second)) == (1, Handle)


def test_every_test_meets_the_answer_as_it_was_loaded(fork_servers):
    fork_servers["numpy"] = ForkServerClient("numpy", (), best_level(), Limits())
    source = "kept = []\ndef f(x):\n    kept.append(x)\n    return len(kept)\n"
    run = begin_run(source, fork_servers["numpy"], Limits(), parameters={"f": ["x"]})
    try:
        pids = set()
        for name in ("first", "second"):
            run.begin_test(name, 1.0, 7)
            assert [run.submission().f(1) for _ in range(2)] == [1, 2]
            pids.add(run.session.channel.process.pid)
        assert len(pids) == 1
    finally:
        run.close()


JUNK = """
import numpy as np

def f():
    return np.empty(3), np.empty_like(np.arange(2)), np.random.default_rng().random()
"""


def test_what_an_answer_never_wrote_or_seeded_is_the_same_in_every_run(answer):
    array, whole, drawn = answer(JUNK, parameters={"f": []}).f()
    again = answer(JUNK, parameters={"f": []}).f()
    assert np.isnan(array).all()
    assert whole.tolist() == [2**63 - 1] * 2
    assert drawn == again[2]
