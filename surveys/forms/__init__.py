from surveys.forms.attendee import AboutForm, CodeForm, JoinForm
from surveys.forms.conduct import SealForm, VoidForm
from surveys.forms.design import SurveyDesign
from surveys.forms.ideas import IdeaForm
from surveys.forms.vote import VoteForm

__all__ = [
    "AboutForm",
    "CodeForm",
    "IdeaForm",
    "JoinForm",
    "SealForm",
    "SurveyDesign",
    "VoidForm",
    "VoteForm",
]
