"""Checking what was published: one's own answer by its receipt, a results bundle by its program."""

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from forum.errors import RuleError
from outcomes.models import ImpulsePaper
from surveys.dataset import ABSTAIN
from surveys.models import Ballot, Question, Survey, in_language
from surveys.record import VERIFIER
from surveys.state import option_text
from workshops.models import Workshop

LARGEST_UPLOAD = 20_000_000
SECONDS = 60
AT_ONCE = 2
MEMORY_BYTES = 2_000_000_000
LIMITED = f"""
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY_BYTES}, {MEMORY_BYTES}))
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""

_checks = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class FoundAnswer:
    """One published answer: to what it was given, what it says, and where it stands."""

    workshop: Workshop
    wave: int
    question: str
    answer: str
    nonce: str
    sha256: str
    is_simulated: bool


@dataclass(frozen=True)
class Checked:
    """What the program said about a bundle, line by line."""

    is_right: bool
    lines: list[str]


def find_answers(receipt: str) -> list[FoundAnswer]:
    """The answers with this receipt in the records of published papers; rarely more than one."""
    published = ImpulsePaper.objects.public().values("workshop")
    found = Ballot.objects.filter(
        receipt=receipt,
        asking__wave__survey__status=Survey.Status.SEALED,
        asking__wave__survey__workshop__in=published,
    ).select_related(
        "asking__question",
        "asking__wave__survey__record",
        "asking__wave__survey__workshop__edition",
        "asking__wave__survey__workshop__type",
    )
    return [_found(ballot) for ballot in found.order_by("asking")]


def _found(ballot: Ballot) -> FoundAnswer:
    wave = ballot.asking.wave
    return FoundAnswer(
        workshop=wave.survey.workshop,
        wave=wave.position,
        question=in_language(ballot.asking.question.text),
        answer=in_words(ballot.asking.question, ballot.answer),
        nonce=ballot.nonce,
        sha256=wave.survey.record.sha256,
        is_simulated=wave.survey.is_simulated,
    )


def in_words(question: Question, answer: Any) -> str:
    """An answer as people read it, in the active language where the question has it."""
    if answer == ABSTAIN:
        return _("Abstained")
    words = {option["id"]: option_text(question, option) for option in question.options}
    if isinstance(answer, list):
        mark = " > " if question.kind == Question.Kind.RANKING else "; "
        return mark.join(words.get(one, str(one)) for one in answer)
    return words.get(answer, str(answer))


def check_bundle(sent: UploadedFile, expected: str = "") -> Checked:
    """Run the published program on an uploaded bundle, in a process of its own with limits.

    Raises RuleError while too many others are being checked.
    """
    if not _checks.acquire(blocking=False):
        raise RuleError(_("Others check bundles right now. Send it again in a moment."))
    try:
        with tempfile.NamedTemporaryFile(suffix=".zip") as kept:
            for chunk in sent.chunks():
                kept.write(chunk)
            kept.flush()
            return _run(Path(kept.name), expected)
    finally:
        _checks.release()


def _run(path: Path, expected: str) -> Checked:
    command = [sys.executable, "-I", "-c", LIMITED, str(VERIFIER), str(path)]
    command += ["--expect", expected] if expected else []
    try:
        done = subprocess.run(  # noqa: S603 - our own program, the hash is hexadecimal
            command, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Checked(False, [_("The check took too long and was stopped.")])
    return Checked(done.returncode == 0, done.stdout.splitlines())
