import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.config import roles as composed
from tagih.staff import roles, rules


@pytest.mark.parametrize(
    ("child", "parent", "may"),
    [
        ("COMPANY", None, True),
        ("REGION", None, False),
        ("TEAM", "BRANCH", True),
        ("TEAM", "COMPANY", True),
        ("BRANCH", "TEAM", False),
        ("REGION", "BRANCH", False),
    ],
)
def test_may_hold(child, parent, may):
    assert rules.may_hold(child, parent) is may


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=5, unique=True))
def test_unit_lies_under_itself_only_when_its_path_is_a_prefix(ids):
    path = ""
    for number in ids:
        path = rules.path_of(path, number)

    assert rules.has_cycle(path, path)
    assert rules.has_cycle(path, rules.path_of(path, 77_777))
    assert not rules.has_cycle(rules.path_of(path, 77_777), path)


def test_one_time_passwords_differ_and_pass_the_policy():
    made = {rules.one_time_password() for _number in range(200)}

    assert len(made) == 200
    assert min(map(len, made)) >= 12


def test_every_permission_has_a_sentence_and_a_role():
    granted = set().union(*map(roles.permissions_of_role, roles.ROLES))

    assert {str(permission) for permission in composed.EVERY} == set(composed.SENTENCES)
    assert {str(permission) for permission in composed.EVERY} == granted


def test_every_page_of_grants_names_roles_that_exist():
    assert set().union(*(page.GRANTS for page in composed.PAGES)) <= set(roles.ROLES)


def test_auditor_may_change_nothing():
    words = ("edit", "post", "load", "move", "record_", "set_", "assign", "approve", "open", "lift", "work_")

    assert not [name for name in roles.permissions_of_role("AUDITOR") if any(word in name for word in words)]
