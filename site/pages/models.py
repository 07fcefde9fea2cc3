"""What editors write: the home page, information pages and the help numbers."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from engagement.models import Ask
from engagement.opening import opening
from pages.blocks import InformationBlocks


class ContactKind(models.TextChoices):
    CALL = "tel", _("A number to call")
    TEXT = "sms", _("A number to text")
    WEB = "url", _("A web address")


class HelpContact(models.Model):
    """Somewhere to turn to. The first three stand at the foot of every page, so their order matters."""

    name = models.CharField(_("name"), max_length=60)
    purpose = models.CharField(_("what it is for"), max_length=120, help_text=_("Plain words, under 15 of them."))
    kind = models.CharField(_("kind"), max_length=3, choices=ContactKind.choices, default=ContactKind.CALL)
    number = models.CharField(
        _("number or address"),
        max_length=100,
        validators=[RegexValidator(r"^(\+?[0-9 ]+|https://\S+)$", _("Write a number, or an address with https://."))],
    )
    order = models.PositiveSmallIntegerField(_("order"), default=10)
    last_checked = models.DateField(_("last checked"), help_text=_("The day somebody last tried it."))

    panels = ["name", "purpose", "kind", "number", "order", "last_checked"]

    class Meta:
        verbose_name = _("help number")
        verbose_name_plural = _("help numbers")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def link(self) -> str:
        """What a press opens: a call, a message or a page."""
        return self.number if self.kind == ContactKind.WEB else f"{self.kind}:{self.number.replace(' ', '')}"


class HomePage(Page):
    """The front door. The asks on it choose themselves; editors write the words around them."""

    hero = models.CharField(_("headline"), max_length=80)
    lead = models.CharField(_("words under the headline"), max_length=200)
    note = models.CharField(_("small words under the buttons"), max_length=100, blank=True)

    content_panels = [*Page.content_panels, "hero", "lead", "note"]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.InformationPage"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "asks": Ask.objects.for_home(), "opening": opening()}


class InformationPage(Page):
    """A page of plain words, such as how we keep you safe."""

    lead = models.CharField(_("words under the title"), max_length=200, blank=True)
    body = StreamField(InformationBlocks(), verbose_name=_("body"))

    content_panels = [*Page.content_panels, "lead", FieldPanel("body")]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("information page")
