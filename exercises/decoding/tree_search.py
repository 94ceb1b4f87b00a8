"""Best-first search over partial answers, guided by a value function.

A model that writes its answer from left to right can't take back a bad step.
Tree of Thoughts and the search agents that followed let it propose several
next steps, rate each partial answer, and go on from the most promising one,
wherever in the tree it stands. Rating is a call of a model, and so it is what
the budget counts.

A state is a partial answer, any hashable value. Three functions are given:

- propose(state) lists the states that are one step further, the model's
  favorite first;
- value(state) rates a state, higher is better;
- is_final(state) says whether it is a whole answer.

The search keeps an open set, which starts with the root, and repeats:

1. Take the state with the largest value out of the open set.
2. If it is final, it is the answer: the search ends.
3. If its depth is ``max_depth``, drop it. The root has depth 0.
4. Otherwise expand it: of what propose lists, take the first ``width``, leave
   out those that have been valued before, value each of the others in order,
   and put it into the open set.

If the open set gets empty, the search ends. If a state would have to be
valued and ``budget`` states have been, the search ends at once. In both cases
the answer is the final state with the largest value of all that were valued,
or, if none of them is final, simply the state with the largest value.

Conventions:

- **The root** is valued first, and counts.
- **Values** are those of the states alone, not sums along a path.
- **A final state** ends the search when it is taken from the open set, not
  when it is proposed: an open state that is rated higher comes first.
- **Ties** go to the state that was valued first, in the open set and in the
  end.
- **Calls**: value is called at most once for a state, propose once for a
  state that is expanded and for no other; is_final may be called at will.
- **Depth** of a state is one more than that of the state that it was first
  proposed by.
"""

from collections.abc import Callable, Hashable


def tree_search(
    root: Hashable,
    propose: Callable[[Hashable], list],
    value: Callable[[Hashable], float],
    is_final: Callable[[Hashable], bool],
    width: int,
    max_depth: int,
    budget: int,
) -> tuple[Hashable, float]:
    """The answer that best-first search finds.

    Args:
        root: the state to start from.
        propose: state -> the states one step further.
        value: state -> its rating.
        is_final: state -> whether it is a whole answer.
        width: how many of a state's proposals are looked at, at least 1.
        max_depth: the depth from which states aren't expanded any more.
        budget: how many states may be valued, at least 1.

    Returns:
        The answer and its value.

    Examples:
        Make 10 from 1 by adding 3 or doubling, with at most 4 steps:

        >>> def propose(path):
        ...     return [path + (path[-1] + 3,), path + (path[-1] * 2,)]
        >>> def value(path):
        ...     return -abs(10 - path[-1]) - 0.1 * len(path)
        >>> def is_final(path):
        ...     return path[-1] == 10
        >>> answer, _ = tree_search(
        ...     (1,), propose, value, is_final, 2, max_depth=4, budget=20
        ... )
        >>> answer
        (1, 4, 7, 10)
    """
    raise NotImplementedError
