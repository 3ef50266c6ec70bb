"""The only writer of people, units, memberships, certificates and sign-ins."""

from tagih.staff.operations.certificates import (
    CertificateTaken,
    record_certificate,
    restore_certificate,
    suspend_certificate,
)
from tagih.staff.operations.memberships import MembershipRefused, end_membership, grant_role, move
from tagih.staff.operations.people import (
    PersonRefused,
    change_password,
    edit_person,
    end,
    hire,
    reset_password,
    return_person,
    set_preferences,
    shut_out,
)
from tagih.staff.operations.second_factor import (
    confirm_second_factor,
    remove_second_factor,
    renew_recovery_codes,
    start_second_factor,
)
from tagih.staff.operations.sign_ins import (
    close_sign_in,
    end_sign_ins,
    mark_seen,
    open_sign_in,
    rename_sign_in,
)
from tagih.staff.operations.units import UnitRefused, close_unit, edit_unit, ensure_branches, move_unit, open_unit

__all__ = [
    "CertificateTaken",
    "MembershipRefused",
    "PersonRefused",
    "UnitRefused",
    "change_password",
    "close_sign_in",
    "close_unit",
    "confirm_second_factor",
    "edit_person",
    "edit_unit",
    "end",
    "end_membership",
    "end_sign_ins",
    "ensure_branches",
    "grant_role",
    "hire",
    "mark_seen",
    "move",
    "move_unit",
    "open_sign_in",
    "open_unit",
    "record_certificate",
    "remove_second_factor",
    "rename_sign_in",
    "renew_recovery_codes",
    "reset_password",
    "restore_certificate",
    "return_person",
    "set_preferences",
    "shut_out",
    "start_second_factor",
    "suspend_certificate",
]
