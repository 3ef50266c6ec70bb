from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from tagih.staff import enums


class Unit(models.Model):
    """A place in the organisation: company, region, branch or team. `path` is the chain of ids, such as `1.4.7.`"""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=enums.UnitKind)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=200, db_index=True)
    region_code = models.CharField(max_length=13, blank=True, help_text="Kemendagri code, such as 18.71")
    is_provisional = models.BooleanField(default=False, help_text="Created from a feed, not yet confirmed")
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=enums.UnitKind.values), name="unit_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=enums.UnitKind.COMPANY) | Q(parent__isnull=False), name="unit_has_parent"
            ),
        ]
        indexes = [
            models.Index(fields=["path"], name="unit_path_prefix", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.name


class Person(AbstractBaseUser):
    """Somebody who works here and may sign in."""

    username = models.CharField(max_length=60, unique=True)
    employee_no = models.CharField(max_length=40, unique=True)
    full_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="id")
    theme = models.CharField(max_length=5, default="auto")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    joined_on = models.DateField()
    left_on = models.DateField(null=True)

    objects = BaseUserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")), name="person_leaves_after_joining"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class Membership(models.Model):
    """Who held which role in which unit, from `starts_on` until before `ends_on`. Ended, never edited."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="membership_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "role"], condition=Q(ends_on__isnull=True), name="membership_open_once"
            ),
        ]
        indexes = [models.Index(fields=["unit", "starts_on"], name="membership_of_unit")]

    def __str__(self) -> str:
        return f"{self.person} {self.role} {self.unit}"


class Certificate(models.Model):
    """A certificate of profession (SPPI and the like), with its last valid day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=14, choices=enums.CertificateKind)
    number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_until = models.DateField()
    suspended_at = models.DateTimeField(null=True, help_text="Until it is given back it counts as none")
    suspend_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=enums.CertificateKind.values), name="certificate_kind_known"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="certificate_period"),
            models.UniqueConstraint(fields=["kind", "number"], name="certificate_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class SignIn(models.Model):
    """One signed-in browser of a person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ip_address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.person} {self.started_at:%Y-%m-%d %H:%M}"
