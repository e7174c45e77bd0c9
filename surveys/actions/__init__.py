"""Every change of a survey but the answers themselves, which only `surveys.intake` writes."""

from surveys.actions.codes import choose_level, mail_codes, make_codes, take_back
from surveys.actions.conduct import (
    close_wave,
    end,
    open_wave,
    show,
    undo_end,
    void,
)
from surveys.actions.design import create_survey, save_design, start_from
from surveys.actions.rehearsal import end_rehearsal, start_rehearsal
from surveys.actions.seal import after_seal, seal

__all__ = [
    "after_seal",
    "choose_level",
    "close_wave",
    "create_survey",
    "end",
    "end_rehearsal",
    "mail_codes",
    "make_codes",
    "open_wave",
    "save_design",
    "seal",
    "show",
    "start_from",
    "start_rehearsal",
    "take_back",
    "undo_end",
    "void",
]
