"""E-mail by SMTP, signed with DKIM; bounces and complaints come back as mail."""

from tagih.messaging.adapters.smtp.sending import built

__all__ = ["built"]
