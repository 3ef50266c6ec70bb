from tagih.strategy.queries.catalogue import Meaning, meanings
from tagih.strategy.queries.counting import Counted, counted
from tagih.strategy.queries.decided import PersonDecision, Standing, decision_of, standing
from tagih.strategy.queries.messages import WantedMessage, messages_wanted
from tagih.strategy.queries.ordering import work_order
from tagih.strategy.queries.picture import Picture, drawn
from tagih.strategy.queries.replay import Compared, ReplayedDay, replayable, replayed
from tagih.strategy.queries.shipped import shipped_text
from tagih.strategy.queries.trials import TrialResult, people_needed, trial_result
from tagih.strategy.queries.versions import (
    REPLAYED_DAYS,
    SHIPPED,
    ChangedLine,
    Share,
    difference,
    in_force,
    live_releases,
    newest_replay,
    replay_holds,
    standing_releases,
)
from tagih.strategy.queries.wording import CheckedText, ToldFault, checked

__all__ = [
    "REPLAYED_DAYS", "SHIPPED", "ChangedLine", "CheckedText", "Compared", "Counted", "Meaning", "PersonDecision",
    "Picture", "ReplayedDay", "Share", "Standing", "ToldFault", "TrialResult", "WantedMessage", "checked", "counted",
    "decision_of", "difference", "drawn", "in_force", "live_releases", "meanings", "messages_wanted", "newest_replay",
    "people_needed", "replay_holds", "replayable", "replayed",
    "shipped_text", "standing", "standing_releases",
    "trial_result", "work_order",
]  # fmt: skip
