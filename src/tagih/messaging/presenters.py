"""How events about messages read to people."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tagih.contacts.enums import Channel
from tagih.journal.presenters import presents
from tagih.messaging import enums, events

ACTS = {
    "PROMISE": gettext_lazy("promised to pay"),
    "RELIEF": gettext_lazy("asked for more time or a plan"),
    "PLAN": gettext_lazy("asked for a plan"),
    "PROOF": gettext_lazy("sent a proof of payment"),
    "CONTACT": gettext_lazy("corrected contact data"),
    "HOURS": gettext_lazy("named the hours for contact"),
    "DISPUTE": gettext_lazy("disputes the amount"),
    "COMPLAINT": gettext_lazy("complained"),
    "OPT_OUT": gettext_lazy("wants no more messages on a channel"),
}


@presents(events.TemplateDecided)
def template_decided(event: events.TemplateDecided) -> str:
    told = {"code": event.template_code, "version": event.version}
    if event.is_approved:
        return _("Template %(code)s, version %(version)d approved.") % told
    return _("Template %(code)s, version %(version)d rejected.") % told


@presents(events.ChannelChanged)
def channel_changed(event: events.ChannelChanged) -> str:
    told = {"channel": Channel(event.channel).label, "provider": event.provider or "-"}
    if event.is_open:
        return _("Channel %(channel)s is open, carried by %(provider)s.") % told
    return _("Channel %(channel)s is closed.") % told


@presents(events.MessageOrdered)
def message_ordered(event: events.MessageOrdered) -> str:
    return _("Message %(code)s ordered by %(channel)s.") % {
        "code": event.template_code or "-",
        "channel": Channel(event.channel).label,
    }


@presents(events.MessageFailed)
def message_failed(event: events.MessageFailed) -> str:
    return _("%(channel)s could not be delivered: %(problem)s.") % {
        "channel": Channel(event.channel).label,
        "problem": event.problem,
    }


@presents(events.MessagesSilenced)
def messages_silenced(event: events.MessagesSilenced) -> str:
    return ngettext(
        "%(count)d waiting message withdrawn: it is paid.", "%(count)d waiting messages withdrawn: it is paid.",
        event.messages,
    ) % {"count": event.messages}  # fmt: skip


@presents(events.ReplyReceived)
def reply_received(event: events.ReplyReceived) -> str:
    return _("The customer wrote by %(channel)s: %(intent)s.") % {
        "channel": Channel(event.channel).label,
        "intent": enums.Intent(event.intent).label,
    }


@presents(events.ReplyAnswered)
def reply_answered(event: events.ReplyAnswered) -> str:
    return _("The customer was answered.") if event.is_answered else _("The customer's message needs no answer.")


@presents(events.SuggestionDecided)
def suggestion_decided(event: events.SuggestionDecided) -> str:
    told = {"intent": enums.Intent(event.intent).label}
    if event.is_confirmed:
        return _("Confirmed what the customer wrote: %(intent)s.") % told
    return _("Dismissed what the customer seemed to write: %(intent)s.") % told


@presents(events.SelfServed)
def self_served(event: events.SelfServed) -> str:
    act = str(ACTS.get(event.act, event.act))
    if event.ticket:
        return _("On the own page the customer %(act)s (ticket %(ticket)s).") % {"act": act, "ticket": event.ticket}
    return _("On the own page the customer %(act)s.") % {"act": act}
