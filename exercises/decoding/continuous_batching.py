"""Continuous batching: requests join and leave the batch at every step.

A language model makes one token for each sequence of its batch in a step. If
a server waited until the whole batch is done, a request for 5 tokens would
wait for its neighbour's 500. So the batch is put together anew at every step:
finished requests leave at once, and waiting ones take their room. Orca began
with it, and vLLM, SGLang and TensorRT-LLM all do it.

What limits the batch is the memory for keys and values. A request with a
prompt of n_prompt tokens that has made g tokens so far takes n_prompt + g
tokens of it, and one more with each step. The sum over all running requests
may never exceed ``token_budget``, at the end of a step before anyone leaves.

How long an answer gets isn't known beforehand (n_output is only where it is
cut off), so no room is reserved for it. Instead, when the budget gets tight, a
request is preempted: its keys and values are dropped, and it waits again. The
tokens that it has made are kept. When it comes back the keys and values of
its prompt and of those tokens are computed anew, all in one step.

One step does, in this order:

1. **Preempt**: while the running requests, each with one more token, exceed
   the budget, the one that arrived last is preempted.
2. **Admit**: the waiting request that arrived first is admitted if the running
   ones and it, each with one more token, fit into the budget and are at most
   ``max_batch``; then the next one. The first that doesn't fit ends it: nobody
   is admitted past another one, or a large request might wait for ever.
3. **Make a token** for each running request. Those that have n_output tokens
   now are finished: they leave, and their room is free for the next step.

Conventions:

- **Order** is that of ``submit``, for ever: a preempted request keeps its
  place before all that came after it. All lists of names are in this order.
- **No starvation**: a request that couldn't even run alone is refused, so the
  oldest request makes a token in every step.
- **Work**: a step computes n_prompt + g tokens for each request that it
  admits, and 1 for each that was running before.
- **Names** are ints or strs. The name of a request that has ended is free.

``replay`` is given. It runs many operations in a row, in your experiments and
in the checks.
"""


class Scheduler:
    """The waiting and the running requests of one server.

    Args:
        token_budget: how many tokens of keys and values there is room for.
        max_batch: how many requests may run at once, at least 1.

    Examples:
        >>> scheduler = Scheduler(token_budget=10, max_batch=8)
        >>> scheduler.submit("a", n_prompt=4, n_output=5)
        >>> scheduler.submit("b", n_prompt=3, n_output=2)
        >>> scheduler.step()
        (['a', 'b'], [], [], 7)
        >>> scheduler.running(), scheduler.used()
        (['a', 'b'], 9)
        >>> scheduler.step()
        ([], ['b'], [], 1)
        >>> scheduler.running(), scheduler.waiting(), scheduler.used()
        (['a'], ['b'], 6)
    """

    def __init__(self, token_budget: int, max_batch: int) -> None:
        raise NotImplementedError

    def submit(self, name: int | str, n_prompt: int, n_output: int) -> None:
        """A request arrives; it waits.

        Args:
            name: that no waiting or running request has.
            n_prompt: the length of the prompt, at least 1.
            n_output: how many tokens are made, at least 1.

        Raises:
            ValueError: if the name is taken, or n_prompt + n_output is more
                than the budget.
        """
        raise NotImplementedError

    def step(self) -> tuple[list[int | str], list[int | str], list[int | str], int]:
        """One step of the model.

        Returns:
            (admitted, preempted, finished, computed): the names of the
            requests that this step admitted, preempted and finished, and how
            many tokens it computed.
        """
        raise NotImplementedError

    def finish(self, name: int | str) -> None:
        """End a request before its n_output tokens: it made its stop token, or
        the user went away.

        Args:
            name: of a waiting or running request.

        Raises:
            KeyError: if there is none of that name.
        """
        raise NotImplementedError

    def running(self) -> list[int | str]:
        """Who is in the batch.

        Returns:
            The names of the running requests.
        """
        raise NotImplementedError

    def waiting(self) -> list[int | str]:
        """Who waits.

        Returns:
            The names of the waiting requests.
        """
        raise NotImplementedError

    def used(self) -> int:
        """How much memory is taken.

        Returns:
            The tokens of all running requests, prompts included.
        """
        raise NotImplementedError


# given
def replay(scheduler: "Scheduler", operations: str) -> list[object]:
    """Run operations one after the other, such as "submit a 4 5, step, used".

    Args:
        scheduler: the scheduler to run them on.
        operations: names of methods, each with its arguments after spaces;
            commas between them. Digits are an int.

    Returns:
        For each operation what it returned, or the name of the exception that
        it raised.

    Examples:
        >>> replay(Scheduler(4, 1), "submit a 2 1, step, used, finish a")
        [None, (['a'], [], ['a'], 2), 0, 'KeyError']
    """
    results: list[object] = []
    for operation in operations.split(","):
        name, *words = operation.split()
        arguments = [int(word) if word.isdigit() else word for word in words]
        try:
            result = getattr(scheduler, name)(*arguments)
            results.append(list(result) if isinstance(result, list) else result)
        except KeyError:
            results.append("KeyError")
        except ValueError:
            results.append("ValueError")
    return results
