"""Ways to pay: banks that call us by SNAP, the numbers under which people pay, the lender's QRIS."""

from django.db import models
from django.db.models import Q

from tagih.payments import enums
from tagih.portfolio.models import Contract


class Bank(models.Model):
    """Whoever takes money for us under numbers: a bank with virtual accounts, or a chain of shops."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=6, choices=enums.BankKind)
    service_id = models.CharField(max_length=8, help_text="First digits of its numbers, the partnerServiceId")
    client_key = models.CharField(max_length=36, unique=True, help_text="How the bank names itself to us")
    secret_cipher = models.BinaryField(null=True, help_text="Shared secret of symmetric signatures")
    public_key = models.TextField(blank=True, help_text="The bank's key, in PEM")
    signs_with = models.CharField(max_length=4, choices=enums.SignsWith, default=enums.SignsWith.HMAC)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=enums.BankKind.values), name="bank_kind_known"),
            models.CheckConstraint(condition=Q(signs_with__in=enums.SignsWith.values), name="bank_signs_known"),
        ]

    def __str__(self) -> str:
        return self.name


class PayCode(models.Model):
    """The number under which a contract is paid at one bank or chain."""

    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="codes")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="pay_codes")
    number = models.CharField(max_length=28, help_text="Digits only, without the padding of SNAP")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="pay_code_once"),
            models.UniqueConstraint(
                fields=["bank", "contract"], condition=Q(closed_at__isnull=True), name="pay_code_open_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class BankToken(models.Model):
    """An access token that a bank asked for; only its digest is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    bank = models.ForeignKey(Bank, on_delete=models.CASCADE, related_name="tokens")
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.bank_id} {self.expires_at:%H:%M}"


class BankRequest(models.Model):
    """A request of a bank with its answer: an external id counts once a day."""

    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="requests")
    external_id = models.CharField(max_length=36)
    on = models.DateField(help_text="Day in Jakarta")
    service = models.CharField(max_length=2)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank", "external_id", "on"], name="bank_request_once_a_day"),
        ]
        indexes = [models.Index(fields=["-received_at"], name="bank_request_newest")]

    def __str__(self) -> str:
        return f"{self.bank_id} {self.external_id}"


class QrisMerchant(models.Model):
    """The lender's own static QRIS. The newest that is active makes the codes."""

    name = models.CharField(max_length=80)
    static_text = models.CharField(max_length=512)
    is_active = models.BooleanField(default=True)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class QrisCode(models.Model):
    """A QRIS for one contract and amount. The reference in it comes back with the notice of the money."""

    reference = models.CharField(max_length=25, primary_key=True)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="qris_codes")
    merchant = models.ForeignKey(QrisMerchant, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="qris_code_positive")]
        indexes = [models.Index(fields=["contract", "-made_at"], name="qris_code_of_contract")]

    def __str__(self) -> str:
        return self.reference
