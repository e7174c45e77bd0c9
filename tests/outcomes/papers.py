"""Papers about simulated surveys of any size, in English and with Arabic content."""

import json
from dataclasses import replace
from functools import cache

from django.utils import timezone

from outcomes.compiler import PaperInput, SurveyInput, as_bytes, compile_paper
from outcomes.models import ImpulsePaper, PaperVersion
from surveys import figures, record
from surveys.dataset import SurveyData
from tests import factories
from tests.surveys import simulated

NOTES = {
    "en": [
        ("point", "Control comes first, and people stay in charge of what a system may do."),
        ("suggestion", "Let auditors see the logs of every decision."),
        ("agreement", "Both rooms agreed that reports must be public."),
        ("disagreement", "No agreement on who pays for the audits."),
        ("call", "Report on this every year."),
    ],
    "ar": [
        ("point", "السيطرة للإنسان أولا، ويبقى الناس مسؤولين عما يُسمح للنظام بفعله."),
        ("suggestion", "ليطّلع المدققون على سجلات كل قرار (12 سجلا على الأقل)."),
        ("agreement", "اتفقت القاعتان على أن تكون التقارير علنية."),
        ("disagreement", "لم يُتفق على من يدفع تكاليف التدقيق."),
        ("call", "تقرير عن هذا كل عام!"),
    ],
}
WORDS = {
    "en": {
        "title": "Rules for machines that learn",
        "questions": ["Who keeps control of such systems?", "Who has to report what?"],
        "asked": "A human must be able to stop the system at any time.",
        "options": ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"],
        "answers": ["Yes, but only with open logs.", "Not sure.", "Only where lives depend on it."],
        "before": "People remain in charge of the system.",
        "after": "People remain in charge of every system at all times.",
    },
    "ar": {
        "title": "قواعد للآلات التي تتعلم: من يقرر؟",
        "questions": ["من يحتفظ بالسيطرة على هذه الأنظمة؟", "من يقدم التقارير وعن ماذا؟"],
        "asked": "يجب أن يكون الإنسان قادرا على إيقاف النظام في أي وقت.",
        "options": ["لا أوافق بشدة", "لا أوافق", "محايد", "أوافق", "أوافق بشدة"],
        "answers": ["نعم، ولكن بسجلات مفتوحة.", "لست متأكدا.", "فقط حيث تتوقف الأرواح على ذلك!"],
        "before": "يبقى الناس مسؤولين عن النظام.",
        "after": "يبقى الناس مسؤولين عن كل نظام في كل وقت.",
    },
}
KEPT_TEXTS = 12


def content_of(people: int, language: str = "en") -> dict:
    """The paper of a session with so many voters, three waves, eight kinds of questions, notes."""
    return json.loads(compiled(people, language))


@cache
def compiled(people: int, language: str) -> bytes:
    words = WORDS[language]
    notes = [
        {"id": str(n), "consent": False, "kind": kind, "text": text,
         "door": "room" if n % 2 else "online", "speaker": "",
         "question": "A" if n < 2 else "", "item": None, "simulated": True}
        for n, (kind, text) in enumerate(NOTES[language])
    ]  # fmt: skip
    content = compile_paper(
        PaperInput(
            session={
                "full_name": f"IGF 2027 WS #901 {words['title']}",
                "short_name": "WS #901",
                "title": words["title"],
                "url": "https://portal.example/2027/sessions/ws-901/",
                "when": "Wednesday 13 October 2027, 15:15 to 16:45 UTC",
                "room": "Hall A and online",
            },
            questions=[
                {"letter": letter, "text": text}
                for letter, text in zip("AB", words["questions"], strict=True)
            ],
            notes=notes,
            items=[
                {"number": 1, "title": words["title"], "before": words["before"],
                 "after": words["after"]}
            ],
            survey=survey_of(people, language),
        )
    )  # fmt: skip
    return as_bytes(content)


def survey_of(people: int, language: str) -> SurveyInput:
    data = translated(simulated.survey(7, people), WORDS[language])
    files = record.build(data)
    answers = WORDS[language]["answers"]
    texts = figures.open_answers(files)
    return SurveyInput(
        rules=json.loads(files["rules.json"]),
        figures=figures.figures(files),
        texts={
            key: [[row[0], answers[n % 3]] for n, row in enumerate(rows[:KEPT_TEXTS])]
            for key, rows in texts.items()
        },
        links={asking.id: "A" for asking in data.askings if asking.item in "ab"},
        sha256=record.record_hash(files),
        sealed="13 October 2027, 17:15 UTC",
        bundle_url="https://portal.example/2027/outcomes/ws-901/bundle.zip",
    )


def translated(data: SurveyData, words: dict) -> SurveyData:
    """The same answers to questions and options in these words."""
    askings = [
        replace(
            asking,
            text=words["asked"],
            options=[
                replace(option, text=words["options"][n % 5] + ("" if n < 5 else f" {n}"))
                for n, option in enumerate(asking.options)
            ],
        )
        for asking in data.askings
    ]
    return replace(data, askings=askings)


def version_with(content: dict, title: str = "") -> PaperVersion:
    """A published paper with this content."""
    workshop = factories.make_session(title=title or content["title"][:60])
    people = [factories.make_user(f"{name}@example.org") for name in ("one", "two")]
    paper = ImpulsePaper.objects.create(workshop=workshop, status="published")
    return PaperVersion.objects.create(
        paper=paper,
        revision=1,
        label="0.9",
        content=content,
        input_hash="0" * 64,
        approved_by=people[0],
        published_by=people[1],
        published_at=timezone.now(),
    )
