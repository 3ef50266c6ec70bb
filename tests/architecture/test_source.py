"""What an import tool cannot see, read from the source."""

import ast

import pytest

from tests.architecture import source

FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "managers", "service", "services", "misc"}


def test_rows_are_written_only_by_those_who_may():
    found = [
        f"{module.name}:{line} {verb}"
        for module in source.modules()
        if not source.MAY_WRITE & set(module.parts) and module.parts[0] != "kernel"
        for line, verb in source.writes(module.tree)
    ]

    assert found == []


def test_no_float_comes_near_money():
    found = [f"{module.name}:{line}" for module in source.modules() for line in source.floats_near_money(module.tree)]

    assert found == []


def test_no_file_over_500_lines_and_no_function_over_60():
    files = [f"{module.name}: {module.lines} lines" for module in source.modules() if module.lines > 500]
    functions = [
        f"{module.name}.{name}: {length} lines"
        for module in source.modules()
        for name, length in source.long_functions(module.tree, 60)
    ]

    assert files + functions == []


def test_no_signals():
    assert [module.name for module in source.modules() if list(source.signal_uses(module.tree))] == []


def test_no_module_has_a_name_that_says_nothing():
    assert [module.name for module in source.modules() if FORBIDDEN_NAMES & set(module.parts)] == []


def test_every_package_says_what_it_owns():
    missing = [
        module.name
        for module in source.modules()
        if module.path.name == "__init__.py" and len(module.parts) == 2 and ast.get_docstring(module.tree) is None
    ]

    assert missing == []


@pytest.mark.parametrize(
    ("fault", "finder"),
    [
        ("Case.objects.create(person=1)", source.writes),
        ("Case.objects.filter(pk=1).update(status='x')", source.writes),
        ("case.save(update_fields=['status'])", source.writes),
        ("case.delete()", source.writes),
        ("cursor.execute('''\n UPDATE cases_case SET status = 1''')", source.writes),
        ("share = float(contract.outstanding_principal)", source.floats_near_money),
        ("penalty_total = instalment_amount * 0.005", source.floats_near_money),
        ("amount = models.FloatField()", source.floats_near_money),
        ("from django.db.models.signals import post_save", source.signal_uses),
        ("from django.dispatch import receiver", source.signal_uses),
        ("def long():\n" + "    a = 1\n" * 61, lambda tree: source.long_functions(tree, 60)),
    ],
)
def test_seeded_fault_is_found(fault, finder):
    assert list(finder(ast.parse(fault)))


@pytest.mark.parametrize(
    "innocent",
    [
        "digest.update(b'x')",
        "facts.update(a=1)",
        "book.save(path)",
        "request.session.save()",
        "float(seconds)",
        "ratio = count * 0.5",
    ],
)
def test_innocent_code_is_left_alone(innocent):
    tree = ast.parse(innocent)

    assert [*source.writes(tree), *source.floats_near_money(tree)] == []
