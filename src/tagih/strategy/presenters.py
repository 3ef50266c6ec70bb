"""How events of this package read to people."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.journal.presenters import presents
from tagih.strategy import enums, events


@presents(events.DayDecided)
def day_decided(event: events.DayDecided) -> object:
    return format_lazy(
        _("Strategy {strategy} decided for {people} people on {date}: {steps} with a step, {changed} changed."),
        strategy=event.strategy, people=event.people, date=event.business_date, steps=event.with_step,
        changed=event.changed,
    )  # fmt: skip


@presents(events.StepsCarriedOut)
def steps_carried_out(event: events.StepsCarriedOut) -> object:
    return format_lazy(
        _("Steps of {date} were carried out: {letters} letters and {visits} visits ordered."),
        date=event.business_date, letters=event.letters, visits=event.visits,
    )  # fmt: skip


@presents(events.DecisionsStood)
def decisions_stood(event: events.DecisionsStood) -> object:
    return format_lazy(
        _("No new decisions for {date} ({reason}); those of {since} stand."),
        date=event.business_date, reason=event.reason, since=event.since or "–",
    )  # fmt: skip


@presents(events.VersionDrafted)
def version_drafted(event: events.VersionDrafted) -> object:
    return format_lazy(_("A new version of the strategy was written: {strategy}."), strategy=event.strategy)


@presents(events.ReplayStarted)
def replay_started(event: events.ReplayStarted) -> object:
    return format_lazy(_("Past days are decided again by {strategy}."), strategy=event.strategy)


@presents(events.VersionSubmitted)
def version_submitted(event: events.VersionSubmitted) -> object:
    return format_lazy(_("Strategy {strategy} waits for a second person."), strategy=event.strategy)


@presents(events.VersionApproved)
def version_approved(event: events.VersionApproved) -> object:
    return format_lazy(_("Strategy {strategy} was approved."), strategy=event.strategy)


@presents(events.VersionRejected)
def version_rejected(event: events.VersionRejected) -> object:
    return format_lazy(
        _("Strategy {strategy} was sent back: {reason}"), strategy=event.strategy, reason=event.reason
    )


@presents(events.VersionReleased)
def version_released(event: events.VersionReleased) -> object:
    return format_lazy(
        _("Strategy {strategy} decides for {share} % of people from {date} on."),
        strategy=event.strategy, share=event.share, date=event.effective_on,
    )  # fmt: skip


@presents(events.ReleaseTakenBack)
def release_taken_back(event: events.ReleaseTakenBack) -> object:
    return format_lazy(
        _("The release of strategy {strategy} was taken back: {reason}"), strategy=event.strategy, reason=event.reason
    )


@presents(events.WorkOrderSet)
def work_order_set(event: events.WorkOrderSet) -> object:
    return format_lazy(_("Work lists follow {what} from now on."), what=enums.WorkOrder(event.order).label)
