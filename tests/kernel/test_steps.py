import pytest

from tagih.kernel import steps
from tagih.kernel.models import StepRun

pytestmark = pytest.mark.django_db


def recording(names, *, failing=()):
    seen = []

    def step(name):
        def do():
            seen.append(name)
            if name in failing:
                raise RuntimeError(f"{name} broke")
            return steps.StepResult({"rows": len(seen)})

        return steps.Step(name, do)

    return seen, [step(name) for name in names]


def test_run_repeated_skips_what_is_done(now):
    seen, plan = recording(["land", "roll"])

    first = steps.run_steps("day:2026-11-20", plan, now=lambda: now)
    second = steps.run_steps("day:2026-11-20", plan, now=lambda: now)

    assert seen == ["land", "roll"]
    assert [report.skipped for report in first + second] == [False, False, True, True]
    assert [report.rows for report in first] == [report.rows for report in second]


def test_failed_step_is_marked_and_tried_again(now):
    _seen, broken = recording(["land", "roll"], failing=["roll"])
    with pytest.raises(RuntimeError):
        steps.run_steps("day:1", broken, now=lambda: now)
    marked = StepRun.objects.get(run="day:1", name="roll")

    seen, mended = recording(["land", "roll"])
    steps.run_steps("day:1", mended, now=lambda: now)

    assert (marked.status, marked.problem) == ("FAILED", "RuntimeError: roll broke")
    assert seen == ["roll"]
    assert StepRun.objects.get(run="day:1", name="roll").attempts == 2


def test_until_stops_after_that_step_and_unknown_names_are_refused(now):
    seen, plan = recording(["land", "roll", "open"])

    steps.run_steps("day:1", plan, now=lambda: now, until="roll")

    assert seen == ["land", "roll"]
    with pytest.raises(steps.StepUnknown, match="land, roll, open"):
        steps.run_steps("day:1", plan, now=lambda: now, until="rol")


def test_again_does_everything_anew(now):
    seen, plan = recording(["land"])
    steps.run_steps("day:1", plan, now=lambda: now)

    steps.run_steps("day:1", plan, now=lambda: now, again=True)

    assert seen == ["land", "land"]
