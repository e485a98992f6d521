"""Histories of what really runs: processes and clocks, which do not do the same again by the same draws."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, TypeVar

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

Does = TypeVar("Does", bound=Callable[..., None])


class History(RuleBasedStateMachine):
    """Keeps the first failure of all histories. Each of its steps, and its `teardown`, is a `step`."""

    found: ClassVar[Exception | None] = None

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[str] = []


def step(does: Does) -> Does:
    """Innermost of a method's decorators."""

    @wraps(does)
    def run(self: History, **drawn: Any) -> None:
        self.steps.append(f"{does.__name__}({', '.join(f'{name}={value}' for name, value in drawn.items())})")
        if type(self).found is not None and does.__name__ != "teardown":
            raise AssertionError("No more is tried.")
        try:
            does(self, **drawn)
        except Exception as error:
            if type(self).found is None:
                error.add_note("\n".join(self.steps))
                type(self).found = error
            raise

    return run  # type: ignore[return-value]  # the same, by its own type


def try_histories(machine: type[History], how: settings) -> None:
    """Raises the first failure as it was, with the steps that led to it.

    Hypothesis expects that what failed once fails again. Of what did not, in a history that begins as another did, it says
    `FlakyStrategyDefinition` and not what failed; and nothing at all of a teardown that failed where it had drawn enough.
    """
    machine.found = None
    said: Exception | None = None
    try:
        run_state_machine_as_test(machine, settings=how)
    except Exception as error:
        said = error
    if found := machine.found or said:
        raise found
