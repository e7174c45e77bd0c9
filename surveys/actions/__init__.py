"""Every change of a survey but the answers themselves, which only `surveys.intake` writes."""

from surveys.actions.codes import choose_level, mail_codes, make_codes, take_back
from surveys.actions.conduct import (
    close_wave,
    end,
    extend,
    open_wave,
    show,
    undo_end,
    void,
)
from surveys.actions.design import create_survey, save_design, start_from
from surveys.actions.ideas import (
    answer_idea,
    approve_idea,
    hide_idea,
    hide_text,
    restore_text,
    submit_idea,
    support_idea,
    withdraw_support,
)
from surveys.actions.rehearsal import end_rehearsal, start_rehearsal
from surveys.actions.seal import after_seal, seal
from surveys.actions.turns import count_turn, undo_turn

__all__ = [
    "after_seal",
    "choose_level",
    "answer_idea",
    "approve_idea",
    "close_wave",
    "count_turn",
    "create_survey",
    "end",
    "end_rehearsal",
    "mail_codes",
    "make_codes",
    "extend",
    "hide_idea",
    "hide_text",
    "open_wave",
    "restore_text",
    "save_design",
    "seal",
    "show",
    "start_from",
    "start_rehearsal",
    "take_back",
    "submit_idea",
    "support_idea",
    "undo_end",
    "undo_turn",
    "void",
    "withdraw_support",
]
