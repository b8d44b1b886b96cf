"""``{% abbr "CPN" %}``: an acronym with its words, from the glossary."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.glossary import terms

register = template.Library()


@register.simple_tag
def abbr(term: str) -> SafeString:
    """``{% abbr "CPN" %}`` → <abbr title="consultation prénatale">CPN</abbr>. KeyError for an unknown one."""
    return format_html('<abbr title="{}">{}</abbr>', terms()[term].expansion, term)
