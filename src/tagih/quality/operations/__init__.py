"""The verbs of quality: draw, score, release, dispute, calibrate, keep recordings."""

from tagih.quality.operations.calibration import close_calibration, lay_open, open_calibration
from tagih.quality.operations.disputes import decide_dispute, dispute, hand_dispute_over, withdraw_dispute
from tagih.quality.operations.forms import draft_form, load_shipped_forms, publish_form
from tagih.quality.operations.recordings import delete_recording, keep_recording, record_missing
from tagih.quality.operations.samples import (
    close_plan,
    draw_plan,
    drop_review,
    hand_reviews_over,
    make_plan,
    share_out,
)
from tagih.quality.operations.scores import (
    acknowledge,
    add_mark,
    release,
    remove_mark,
    save_answers,
    start_score,
    submit,
)

__all__ = [
    "acknowledge",
    "add_mark",
    "close_calibration",
    "close_plan",
    "decide_dispute",
    "delete_recording",
    "dispute",
    "draft_form",
    "draw_plan",
    "drop_review",
    "hand_dispute_over",
    "hand_reviews_over",
    "keep_recording",
    "lay_open",
    "load_shipped_forms",
    "make_plan",
    "open_calibration",
    "publish_form",
    "record_missing",
    "release",
    "remove_mark",
    "save_answers",
    "share_out",
    "start_score",
    "submit",
    "withdraw_dispute",
]
