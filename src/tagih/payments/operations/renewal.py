"""Secrets shared with banks, brought to the current key."""

from tagih.kernel.renewal import renew
from tagih.payments.models import Bank
from tagih.payments.operations.ways import SECRET


def renew_secrets(*, limit: int) -> int:
    """This will encrypt up to `limit` secrets anew that an older key encrypted, and return how many."""
    return renew(Bank, "secret_cipher", context=SECRET, limit=limit)
