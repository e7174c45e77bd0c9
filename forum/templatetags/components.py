"""The small parts of the design, written once: `{% load components %}`."""

from collections.abc import Iterable

from django import template
from django.forms import BaseForm, BaseFormSet
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.error_summary import summarize
from forum.models import Goal
from forum.vocabulary import StakeholderGroup

register = template.Library()

GLYPHS: dict[str, str] = {
    StakeholderGroup.CIVIL_SOCIETY: "g-civ",
    StakeholderGroup.GOVERNMENT: "g-gov",
    StakeholderGroup.IGO: "g-igo",
    StakeholderGroup.PRIVATE_SECTOR: "g-pri",
    StakeholderGroup.TECHNICAL_COMMUNITY: "g-tec",
}
SAMPLE_WORDS = {
    "": gettext_lazy("Sample"),
    "edition": gettext_lazy("Sample edition"),
    "session": gettext_lazy("Sample session"),
    "booth": gettext_lazy("Sample booth"),
    "proposal": gettext_lazy("Sample proposal"),
    "figures": gettext_lazy("Sample figures"),
}


@register.filter
def eights(digest: str) -> str:
    """A fingerprint in groups of eight characters."""
    return " ".join(digest[i : i + 8] for i in range(0, len(digest), 8))


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of static/img/icons.svg, silent for screen readers: words stand beside it or label the button."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f"igf-icon {extra}".strip(),
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def glyph(group: str) -> SafeString:
    """The shape of a stakeholder group alone, for legends that write the name themselves."""
    kind = GLYPHS.get(group, "g-na")
    return format_html(
        '<svg class="igf-glyph {0}" aria-hidden="true"><use href="{1}#{0}"/></svg>',
        kind,
        static("img/icons.svg"),
    )


@register.simple_tag
def stakeholder_group(group: str) -> SafeString:
    """Shape and name of a stakeholder group; an empty or unknown group reads "Not stated"."""
    known = group in StakeholderGroup.values
    name = StakeholderGroup(group).label if known else _("Not stated")
    return format_html('<span class="igf-grp">{}{}</span>', glyph(group), name)


@register.simple_tag
def sdg(goal: Goal, href: str = "", *, number_only: bool = False) -> SafeString:
    """A Sustainable Development Goal as a chip; with `number_only` the title is for screen readers."""
    classes = f"igf-sdg sdg-{goal.number}" + (" igf-sdg--num" if number_only else "")
    inner = format_html(
        '<b><span class="visually-hidden">{} </span>{}</b><span>{}</span>',
        _("SDG"),
        goal.number,
        _(goal.title),
    )
    if href:
        return format_html('<a class="{}" href="{}">{}</a>', classes, href, inner)
    return format_html('<span class="{}">{}</span>', classes, inner)


@register.simple_tag
def sample_mark(kind: str = "") -> SafeString:
    """Marks invented content: an edition, session, booth, proposal, figures."""
    return format_html('<span class="igf-sample">{}</span>', SAMPLE_WORDS[kind])


@register.simple_tag
def simulated_mark() -> SafeString:
    """Marks answers that no real person gave."""
    return format_html('<span class="igf-sim">{}</span>', _("Simulated answers"))


@register.simple_tag
def state(words: str, kind: str = "", icon_name: str = "") -> SafeString:
    """A state in words; kind is live, open, ok, warn, bad or nothing."""
    classes = f"igf-state igf-state--{kind}" if kind else "igf-state"
    mark = icon(icon_name) if icon_name else ""
    return format_html('<span class="{}">{}{}</span>', classes, mark, words)


@register.simple_tag(takes_context=True)
def language_link(context: Context, code: str) -> str:
    """This page in another language; what follows the path stays."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query["lang"] = code
    return f"{request.path if request else '/'}?{query.urlencode()}"


@register.filter
def in_list(value: str | None, words: str) -> bool:
    """Whether a word is one of those in a text parted by spaces."""
    return bool(value) and value in words.split()


@register.filter
def row_number(label: str, index: int | str) -> str:
    """`Remove Speaker %s` with the number a person reads; in the pattern of an empty row it stays open."""
    return (
        label.replace("%s", str(index + 1)) if isinstance(index, int) else label.replace(" %s", "")
    )


@register.simple_tag
def error_summary(*sources: BaseForm | BaseFormSet | None) -> str:
    """The box that opens a refused form: one link per field, for any forms and formsets."""
    return render_to_string(
        "components/error_summary.html",
        {"errors": summarize(*(source for source in sources if source is not None))},
    )


@register.simple_tag
def breadcrumbs(*steps: str) -> SafeString:
    """`{% breadcrumbs url "Programme" url "Wednesday" "WS #33" %}`: pairs, then the page itself."""
    pairs: Iterable[tuple[str, str]] = zip(steps[:-1:2], steps[1:-1:2], strict=True)
    links = format_html_join("", '<li><a href="{}">{}</a></li>', pairs)
    return format_html(
        '<nav class="igf-crumbs" aria-label="{}"><ol>{}<li aria-current="page">{}</li></ol></nav>',
        _("Breadcrumb"),
        links,
        steps[-1],
    )


@register.simple_block_tag
def card(
    content: SafeString, title: str = "", href: str = "", level: int = 3, extra: str = ""
) -> str:
    """A card around its content; with `href` the whole card leads there."""
    return render_to_string(
        "components/card.html",
        {"content": content, "title": title, "href": href, "tag": f"h{int(level)}", "extra": extra},
    )
