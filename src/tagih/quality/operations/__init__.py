"""The verbs of quality: draw, score, release, dispute, calibrate, keep and read recordings, coach, hear, decide."""

from tagih.quality.operations.calibration import close_calibration, lay_open, open_calibration
from tagih.quality.operations.certificates import remind_of_certificates
from tagih.quality.operations.coaching import agree_step, close_coaching, confirm_step, open_coaching, order_follow_up
from tagih.quality.operations.complained import hear_complained
from tagih.quality.operations.conduct import (
    answer_rest,
    ask_for_reply,
    decide_incident,
    look_into,
    mark_hard,
    praise,
    reply,
    report_incident,
)
from tagih.quality.operations.disputes import decide_dispute, dispute, hand_dispute_over, withdraw_dispute
from tagih.quality.operations.forms import draft_form, load_shipped_forms, publish_form
from tagih.quality.operations.readings import read_recording, read_text, read_waiting
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
from tagih.quality.operations.sounds import sound_of
from tagih.quality.operations.taking import let_go_of_sounds, read_written, take_recordings

__all__ = [
    "acknowledge",
    "add_mark",
    "agree_step",
    "answer_rest",
    "ask_for_reply",
    "close_calibration",
    "close_coaching",
    "close_plan",
    "confirm_step",
    "decide_dispute",
    "decide_incident",
    "delete_recording",
    "dispute",
    "draft_form",
    "draw_plan",
    "drop_review",
    "hand_dispute_over",
    "hand_reviews_over",
    "hear_complained",
    "keep_recording",
    "lay_open",
    "let_go_of_sounds",
    "load_shipped_forms",
    "look_into",
    "make_plan",
    "mark_hard",
    "open_calibration",
    "open_coaching",
    "order_follow_up",
    "praise",
    "publish_form",
    "read_recording",
    "read_text",
    "read_waiting",
    "read_written",
    "record_missing",
    "release",
    "remind_of_certificates",
    "remove_mark",
    "reply",
    "report_incident",
    "save_answers",
    "share_out",
    "sound_of",
    "start_score",
    "submit",
    "take_recordings",
    "withdraw_dispute",
]
