"""Encrypted columns brought to the current key, batch by batch."""

from django.db.models import BinaryField, F, Func, Model, Value

from tagih.kernel import crypto, database


def renew(model: type[Model], column: str, *, context: str, limit: int) -> int:
    """This will encrypt up to `limit` values of a column anew that an older key encrypted, and return how many.

    What another process does at the same instant is left to it. None left: 0.
    """
    key = Func(F(column), Value(2), Value(4), function="substring", output_field=BinaryField())
    older = model.objects.filter(**{f"{column}__isnull": False}).annotate(key=key).exclude(key=crypto.data_key())
    with database.transaction():
        rows = list(older.order_by("pk").select_for_update(skip_locked=True)[:limit])
        for row in rows:
            text = crypto.decrypt(getattr(row, column), context=context)
            setattr(row, column, crypto.encrypt(text, context=context))
        model.objects.bulk_update(rows, [column], batch_size=1000)
    return len(rows)
