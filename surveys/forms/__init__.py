from surveys.forms.attendee import AboutForm, CodeForm, JoinForm
from surveys.forms.codes import LevelForm, MailCodesForm, MakeCodesForm, TakeBackForm
from surveys.forms.conduct import SealForm, VoidForm
from surveys.forms.design import SurveyDesign
from surveys.forms.ideas import HideForm, IdeaForm
from surveys.forms.start import StartForm
from surveys.forms.vote import VoteForm

__all__ = [
    "AboutForm",
    "CodeForm",
    "HideForm",
    "IdeaForm",
    "JoinForm",
    "LevelForm",
    "MailCodesForm",
    "MakeCodesForm",
    "SealForm",
    "StartForm",
    "SurveyDesign",
    "TakeBackForm",
    "VoidForm",
    "VoteForm",
]
