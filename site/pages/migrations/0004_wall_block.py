"""Editors may show the newest asks on a page of theirs."""

import wagtail.fields
from django.db import migrations

import pages.blocks


class Migration(migrations.Migration):
    dependencies = [("pages", "0003_first_pages")]

    operations = [
        migrations.AlterField(
            model_name="informationpage",
            name="body",
            field=wagtail.fields.StreamField(
                [("heading", 0), ("words", 1), ("callout", 4), ("help_numbers", 5), ("wall", 9)],
                block_lookup={
                    0: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "icon": "title",
                            "label": "Heading",
                            "max_length": 80,
                            "template": "pages/blocks/heading.html",
                        },
                    ),
                    1: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "link", "ol", "ul"], "label": "Words"},
                    ),
                    2: ("wagtail.blocks.CharBlock", (), {"label": "title", "max_length": 80}),
                    3: ("wagtail.blocks.RichTextBlock", (), {"features": ["bold", "link"], "label": "words"}),
                    4: ("wagtail.blocks.StructBlock", [[("title", 2), ("text", 3)]], {}),
                    5: ("pages.blocks.HelpNumbersBlock", (), {}),
                    6: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"default": "You said, we did", "label": "title", "max_length": 80},
                    ),
                    7: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": pages.blocks.themes,
                            "help_text": "Leave empty for all.",
                            "label": "theme",
                            "required": False,
                        },
                    ),
                    8: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"default": 3, "label": "how many", "max_value": 9, "min_value": 1},
                    ),
                    9: ("wagtail.blocks.StructBlock", [[("title", 6), ("theme", 7), ("how_many", 8)]], {}),
                },
                verbose_name="body",
            ),
        ),
    ]
