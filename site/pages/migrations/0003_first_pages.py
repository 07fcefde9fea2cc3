"""A front page and three pages of plain words instead of Wagtail's welcome page, for a fresh site."""

import json
from typing import Any

from django.db import migrations

HOME = {
    "hero": "You say it. We do it. Or we tell you why not.",
    "lead": "Got something to say about home, school, your worker or anything else? "
    "A real person reads it and writes back.",
    "note": "Takes 2 minutes. You don’t have to give your name.",
}

SAFE: list[tuple[str, Any]] = [
    ("callout", {"title": "In danger now?", "text": "<p>Call 999. Don’t wait for us to read it.</p>"}),
    ("heading", "Who reads it"),
    (
        "words",
        "<p>The participation team at your council reads every message. They are real people.</p>"
        "<p>We read Monday to Friday, 9 to 5. Not at night, at weekends or on bank holidays.</p>"
        "<p>A computer looks for worrying words first. It can only move a message up the list. A person decides.</p>",
    ),
    ("heading", "Will you tell anyone?"),
    (
        "words",
        "<p>Only if we think you or someone else isn’t safe. "
        "Then we have to tell a person whose job is to help. We’ll tell you first if we can.</p>",
    ),
    ("heading", "You choose who knows it was you"),
    (
        "words",
        "<ul><li><b>Just the idea.</b> We don’t keep anything that says who you are. We can’t write back.</li>"
        "<li><b>Give me a key.</b> You get four secret words. Our reply waits behind them.</li>"
        "<li><b>Use my space.</b> You get your key from the participation team. They may know it’s yours.</li></ul>"
        "<p>What you write could still give you away. Leave out names and places if you want to stay unknown.</p>",
    ),
    ("heading", "Before others see it"),
    (
        "words",
        "<p>Nothing goes public by itself. A person reads it first and takes out names and places.</p>"
        "<p>On “You said, we did” we use short words of our own. A second person checks them.</p>",
    ),
    ("heading", "Leaving fast"),
    (
        "words",
        "<p>Press “Leave this page” at the top. You can also press Esc or Shift three times.</p>"
        "<p>It signs you out and opens another site. "
        "Your browser may still remember that you came here. You can clear that in its settings.</p>",
    ),
    ("heading", "People to talk to"),
    ("help_numbers", None),
]

INFORMATION: list[tuple[str, Any]] = [
    (
        "callout",
        {
            "title": "The short version.",
            "text": "<p>We keep what you tell us. We don’t ask your name. We don’t sell or share it for adverts.</p>",
        },
    ),
    ("heading", "What we keep"),
    (
        "words",
        "<ul><li>What you write, the face you pick and what it’s about.</li>"
        "<li>When you sent it, and what we did about it.</li>"
        "<li>If a worker gave you a key: your age group, and if you’re in care or have left.</li>"
        "<li>If you ask for an advocate: how you want them to find you.</li></ul>",
    ),
    ("heading", "What we don’t keep"),
    (
        "words",
        "<ul><li>Your name, birthday or address, unless you write them to us.</li>"
        "<li>Where you are, or which phone you use.</li>"
        "<li>Your four words. We only keep a scrambled copy, so we can’t read them back to you.</li></ul>"
        "<p>No other company watches what you do here.</p>",
    ),
    ("heading", "Who sees it"),
    (
        "words",
        "<p>Before you send, we list everyone who can read it. Your carer and your school are not on that list.</p>"
        "<p>Your words are scrambled where we store them.</p>",
    ),
    ("heading", "Why we’re allowed"),
    (
        "words",
        "<p>The law says a council must listen to children it looks after. That is why we can keep what you tell us.</p>"
        "<p>We only quote your words if you said yes. You can change your mind.</p>",
    ),
    ("heading", "What you can ask for"),
    (
        "words",
        "<ul><li>To see what we hold about you.</li><li>To put a mistake right.</li>"
        "<li>To have your words taken away.</li></ul>"
        "<p>Not happy with our answer? The Information Commissioner can help: 0303 123 1113.</p>",
    ),
]

ACCESSIBILITY: list[tuple[str, Any]] = [
    ("heading", "What works"),
    (
        "words",
        "<ul><li>You can use every page with a keyboard.</li><li>You can make words bigger. Nothing gets cut off.</li>"
        "<li>You can choose light or dark colours at the bottom of the page.</li>"
        "<li>Pages work with scripts switched off.</li>"
        "<li>Nothing moves or makes a sound by itself.</li></ul>",
    ),
    ("heading", "How we check"),
    (
        "words",
        "<p>We aim for the rules called WCAG 2.2, level AA. "
        "A computer checks our pages, on small and big screens, in light and dark.</p>",
    ),
    ("heading", "What doesn’t work yet"),
    (
        "words",
        "<ul><li>The site is only in English.</li><li>There are no easy read pages yet.</li>"
        "<li>Young people using screen readers haven’t tested it yet.</li></ul>",
    ),
    ("heading", "Something in your way?"),
    ("words", "<p>Tell us and we’ll fix it, or find another way for you.</p>"),
]

PAGES = (
    ("How we keep you safe", "how-we-keep-you-safe", "Who reads it, who we tell, and how to leave fast.", SAFE),
    ("Your information", "your-information", "What we keep, who sees it and what you can ask for.", INFORMATION),
    ("Accessibility", "accessibility", "This site should work for everyone.", ACCESSIBILITY),
)
HOME_PATH = "00010001"  # treebeard: the first child of the root


def add_pages(apps: Any, schema_editor: Any) -> None:
    """Write the tree by hand: models in a migration have no treebeard methods."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    locale = apps.get_model("wagtailcore", "Locale").objects.first()
    site_model = apps.get_model("wagtailcore", "Site")
    home_model, information_model = (apps.get_model("pages", name) for name in ("HomePage", "InformationPage"))

    site_model.objects.all().delete()
    page_model = apps.get_model("wagtailcore", "Page")
    page_model.objects.filter(path__startswith=HOME_PATH).delete()
    page_model.objects.filter(depth=1).update(numchild=1)
    home = home_model.objects.create(
        title="Home",
        draft_title="Home",
        slug="home",
        url_path="/home/",
        path=HOME_PATH,
        depth=2,
        numchild=len(PAGES),
        content_type=content_types.get_or_create(app_label="pages", model="homepage")[0],
        locale=locale,
        **HOME,
    )
    site_model.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    information = content_types.get_or_create(app_label="pages", model="informationpage")[0]
    for number, (title, slug, lead, body) in enumerate(PAGES, start=1):
        information_model.objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"/home/{slug}/",
            path=f"{HOME_PATH}{number:04}",
            depth=3,
            numchild=0,
            content_type=information,
            locale=locale,
            lead=lead,
            body=json.dumps([{"type": kind, "value": value} for kind, value in body]),
        )


def remove_pages(apps: Any, schema_editor: Any) -> None:
    """Take the pages away again and leave a plain one, as Wagtail starts with."""
    page_model = apps.get_model("wagtailcore", "Page")
    site_model = apps.get_model("wagtailcore", "Site")
    site_model.objects.all().delete()
    page_model.objects.filter(path__startswith=HOME_PATH).delete()
    page_model.objects.filter(depth=1).update(numchild=1)
    content_type = apps.get_model("contenttypes", "ContentType").objects.get(app_label="wagtailcore", model="page")
    home = page_model.objects.create(
        title="Home",
        draft_title="Home",
        slug="home",
        url_path="/home/",
        path=HOME_PATH,
        depth=2,
        numchild=0,
        content_type=content_type,
        locale=apps.get_model("wagtailcore", "Locale").objects.first(),
    )
    site_model.objects.create(hostname="localhost", root_page=home, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0002_first_help_numbers"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add_pages, remove_pages)]
