"""The moderator's console as data: the next sensible step, and where the session is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from surveys.models import Asking, Survey, Wave
from workshops.models import AgendaItem, Workshop

PREPARE, OPEN, CLOSE, SHOW = "prepare", "open", "close", "show"
END, UNDO, NONE = "end", "undo", "none"


@dataclass(frozen=True)
class Step:
    """One button: `verb` names the step, `wave` what it acts on, `then` what comes after it."""

    verb: str
    label: str
    then: str = ""
    wave: Wave | None = None


@dataclass(frozen=True)
class Line:
    """One line of the running order with its planned start; `state` is done, now or empty."""

    item: AgendaItem
    starts_at: datetime | None
    wave: Wave | None
    state: str


def next_step(survey: Survey) -> Step:
    """The one sensible step now.

    Results of a survey wait while one of its questions comes again in a survey not yet asked.
    """
    if survey.status == Survey.Status.SEALED:
        return Step(NONE, _("The answers are sealed"))
    if survey.status == Survey.Status.ENDED:
        return Step(UNDO, _("Undo the end"), _("possible until the answers are sealed"))
    waves, asked = _waves(survey), _asked(survey)
    for wave in waves:
        if wave.status == Wave.Status.OPEN:
            return _step(CLOSE, wave, _after_closing(wave, waves, asked))
    last = _last_begun(waves)
    if last and _to_be_shown(last, waves, asked):
        return _step(SHOW, last, _after_showing(last, waves, asked))
    following = _next_planned(last, waves, asked)
    if following:
        return _step(OPEN, following, _then(_label(CLOSE, following)))
    if last is None:
        return Step(PREPARE, _("Write the questions"), _("then: open survey 1"))
    if survey.is_rehearsal:
        return Step(END, _("End the rehearsal"), _("all of it is deleted"))
    return Step(END, _("End session"), _("can be undone until the answers are sealed"))


def comes_again(wave: Wave, waves: list[Wave], asked: dict[int, set[int]]) -> bool:
    """Whether a question of the wave is asked again in one that has not been opened."""
    later = [w for w in waves if w.position > wave.position and w.status == Wave.Status.PLANNED]
    return any(asked.get(wave.pk, set()) & asked.get(other.pk, set()) for other in later)


def waits_for_repeat(wave: Wave) -> bool:
    """The same for one wave alone, for the sentence on the page."""
    return comes_again(wave, _waves(wave.survey), _asked(wave.survey))


def can_be_shown(survey: Survey) -> list[Wave]:
    """Closed surveys whose results only the moderators see; none once the answers are sealed."""
    if survey.status == Survey.Status.SEALED:
        return []
    return [w for w in _waves(survey) if w.status == Wave.Status.CLOSED and not w.voided_at]


def running_order(workshop: Workshop, survey: Survey | None) -> list[Line]:
    """The agenda with planned starts; done is what lies before the survey opened last."""
    waves = {w.agenda_item_id: w for w in _waves(survey) if w.agenda_item_id} if survey else {}
    items = list(workshop.agenda.all())
    slot = getattr(workshop, "slot", None)
    begun = [i for i, item in enumerate(items) if item.pk in waves and waves[item.pk].opened_at]
    reached = begun[-1] if begun else -1
    lines, start = [], slot.starts_at if slot else None
    for place, item in enumerate(items):
        wave = waves.get(item.pk)
        lines.append(Line(item, start, wave, _place_state(place, reached, wave)))
        start = start + timedelta(minutes=item.minutes) if start else None
    return lines


def next_wave_start(workshop: Workshop, survey: Survey) -> datetime | None:
    """The planned start of the next survey in the running order, if there is one."""
    for line in running_order(workshop, survey):
        if line.wave and line.wave.status == Wave.Status.PLANNED:
            return line.starts_at
    return None


def item_now(workshop: Workshop, survey: Survey) -> AgendaItem | None:
    """The agenda item of this moment: what the moderators opened decides, then the clock."""
    lines = running_order(workshop, survey)
    begun = [i for i, line in enumerate(lines) if line.wave and line.wave.opened_at]
    first = begun[-1] if begun else 0
    if begun and lines[first].state != "now" and first + 1 < len(lines):
        first += 1
    here = lines[first : first + 1]
    for line in lines[first + 1 :]:
        due = line.starts_at and line.starts_at <= timezone.now()
        if line.wave or not due or here[0].state == "now":
            break
        here = [line]
    return here[0].item if here else None


def _place_state(place: int, reached: int, wave: Wave | None) -> str:
    if wave and wave.status == Wave.Status.OPEN:
        return "now"
    return "done" if place <= reached else ""


def _waves(survey: Survey) -> list[Wave]:
    return sorted(survey.waves.all(), key=lambda wave: wave.position)


def _asked(survey: Survey) -> dict[int, set[int]]:
    """Wave → questions asked in it, by primary key."""
    asked: dict[int, set[int]] = {}
    pairs = Asking.objects.filter(wave__survey=survey).values_list("wave", "question")
    for wave, question in pairs:
        asked.setdefault(wave, set()).add(question)
    return asked


def _last_begun(waves: list[Wave]) -> Wave | None:
    begun = [wave for wave in waves if wave.opened_at]
    return begun[-1] if begun else None


def _next_planned(last: Wave | None, waves: list[Wave], asked: dict[int, set[int]]) -> Wave | None:
    after = last.position if last else 0
    ready = [w for w in waves if w.position > after and asked.get(w.pk)]
    return ready[0] if ready else None


def _to_be_shown(wave: Wave, waves: list[Wave], asked: dict[int, set[int]]) -> bool:
    unseen = wave.status != Wave.Status.SHOWN and not wave.voided_at
    return unseen and not comes_again(wave, waves, asked)


def _after_closing(wave: Wave, waves: list[Wave], asked: dict[int, set[int]]) -> str:
    if _to_be_shown(wave, waves, asked):
        return _then(_label(SHOW, wave))
    return _after_showing(wave, waves, asked)


def _after_showing(wave: Wave, waves: list[Wave], asked: dict[int, set[int]]) -> str:
    item = _following_item(wave)
    if item:
        return _then(item)
    following = _next_planned(wave, waves, asked)
    return _then(_label(OPEN, following) if following else _("End session"))


def _following_item(wave: Wave) -> str:
    item = wave.agenda_item
    if item is None:
        return ""
    after = item.workshop.agenda.filter(position__gt=item.position).first()
    return "" if after is None or after.is_wave else after.title


def _step(verb: str, wave: Wave, then: str) -> Step:
    return Step(verb, _label(verb, wave), then, wave)


def _label(verb: str, wave: Wave) -> str:
    labels = {
        OPEN: _("Open survey %(number)s"),
        CLOSE: _("Close survey %(number)s"),
        SHOW: _("Show results of survey %(number)s"),
    }
    return labels[verb] % {"number": wave.position}


def _then(what: str) -> str:
    return _("then: %(step)s") % {"step": what}
