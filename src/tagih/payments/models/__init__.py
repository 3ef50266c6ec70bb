from tagih.payments.models.ledger import Assignment, Notice, Payment
from tagih.payments.models.statements import Statement, StatementLine
from tagih.payments.models.ways import Bank, BankRequest, BankToken, PayCode, QrisCode, QrisMerchant

__all__ = [
    "Assignment",
    "Bank",
    "BankRequest",
    "BankToken",
    "Notice",
    "PayCode",
    "Payment",
    "QrisCode",
    "QrisMerchant",
    "Statement",
    "StatementLine",
]
