"""What Wagtail's documentation makes of a form page."""

from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField
from wagtail.models import Page


class StockField(AbstractFormField):
    page = ParentalKey("StockPage", related_name="form_fields")


class StockPage(AbstractForm):
    content_panels = Page.content_panels
    template = "stock_page.html"
    landing_page_template = "stock_page.html"
