from tagih.strategy.operations.carrying import CarriedOut, carry_out
from tagih.strategy.operations.deciding import DaySummary, decide_day
from tagih.strategy.operations.ordering import rank_work, set_work_order
from tagih.strategy.operations.releases import release_version, take_back
from tagih.strategy.operations.replays import run_replay, start_replay
from tagih.strategy.operations.versions import (
    approve_version,
    draft_version,
    reject_version,
    rewrite_version,
    submit_version,
)

__all__ = [
    "CarriedOut", "DaySummary", "approve_version", "carry_out", "decide_day", "draft_version", "rank_work",
    "reject_version", "release_version", "rewrite_version", "run_replay", "set_work_order", "start_replay",
    "submit_version", "take_back",
]  # fmt: skip
