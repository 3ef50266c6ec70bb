"""Messages: SMS, e-mail, WhatsApp, push; what is written, sent, received and answered.

Owns templates, the outbox, conversations and providers. Does not own the permission to write (contacts) or the cases
that replies are about (cases). Words: template, message, receipt, thread, snippet.
"""
