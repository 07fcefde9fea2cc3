import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0011_council_says"),
        ("people", "0005_council_members"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "quarter",
                    models.CharField(
                        help_text="The quarter it looks at, like 2026-q2.", max_length=7, verbose_name="quarter"
                    ),
                ),
                ("held_on", models.DateField(verbose_name="day")),
                ("begins", models.TimeField(verbose_name="begins")),
                ("ends", models.TimeField(verbose_name="ends")),
                ("where", models.CharField(max_length=200, verbose_name="where")),
                ("link", models.URLField(blank=True, max_length=400, verbose_name="link to join from afar")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("held", "Held"),
                            ("minuted", "Minutes published"),
                            ("called_off", "Called off"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                ("proposals_closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "young_people",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="young people who came"),
                ),
                ("minutes", models.TextField(blank=True, verbose_name="minutes")),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "minutes_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "permissions": [("manage_meetings", "Can plan meetings, write minutes and keep the list of actions")],
                "indexes": [models.Index(fields=["held_on", "id"], name="engagement_meeting_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("begins"))),
                        name="engagement_meeting_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("link", ""), ("link__startswith", "https://"), _connector="OR"),
                        name="engagement_meeting_link_is_safe",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by__isnull", True),
                            models.Q(("published_by", models.F("minutes_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="engagement_minutes_need_another_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "minuted"), _negated=True),
                            models.Q(models.Q(("minutes", ""), _negated=True), ("published_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="engagement_minutes_published_are_there",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "side",
                    models.CharField(
                        choices=[("young_people", "Young people"), ("officers", "The council")], max_length=12
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="what to talk about")),
                ("survey", models.CharField(blank=True, max_length=120, verbose_name="survey")),
                ("awards", models.CharField(blank=True, max_length=120, verbose_name="awards")),
                ("proposed_at", models.DateTimeField()),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("outcome", models.TextField(blank=True, verbose_name="what was said")),
                ("decision", models.CharField(blank=True, max_length=400, verbose_name="decision")),
                (
                    "decision_asked",
                    models.CharField(blank=True, max_length=60, verbose_name="decision that the report asks for"),
                ),
                ("decide_by", models.DateField(blank=True, null=True, verbose_name="decide by")),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ask",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="engagement.ask",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions_owed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.youngperson",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.theme",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="engagement.meeting"
                    ),
                ),
                (
                    "taken_at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken",
                        to="engagement.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "agenda item",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("added_by__isnull", False),
                                ("side", "officers"),
                                models.Q(("title", ""), _negated=True),
                            ),
                            models.Q(
                                ("ask__isnull", False), ("side", "young_people"), ("theme__isnull", True), ("title", "")
                            ),
                            models.Q(
                                ("ask__isnull", True), ("side", "young_people"), ("theme__isnull", False), ("title", "")
                            ),
                            _connector="OR",
                        ),
                        name="engagement_item_is_picked_or_worded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            models.Q(("checked_by", models.F("added_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="engagement_item_read_by_another_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decider__isnull", True), ("decide_by__isnull", False), _connector="OR"),
                        name="engagement_decision_owed_has_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_at__isnull", True), models.Q(("outcome", ""), _negated=True), _connector="OR"
                        ),
                        name="engagement_item_reached_says_what_came",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("side", "young_people"), ("withdrawn_at__isnull", True)),
                        fields=("meeting", "ask"),
                        name="engagement_ask_on_agenda_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("side", "young_people"), ("withdrawn_at__isnull", True)),
                        fields=("meeting", "theme"),
                        name="engagement_theme_on_agenda_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("wording", models.CharField(max_length=200, verbose_name="what will be done")),
                ("opened_at", models.DateTimeField()),
                ("first_due", models.DateField()),
                (
                    "stage",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("confirmed", "Confirmed")],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                ("owner_role", models.CharField(blank=True, max_length=100, verbose_name="owner’s job")),
                ("due", models.DateField(verbose_name="due")),
                ("evidence", models.TextField(blank=True, verbose_name="what shows that it is done")),
                ("done_on", models.DateField(blank=True, null=True)),
                (
                    "ask",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="engagement.ask",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions_owned",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "worded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="engagement.agendaitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "action",
                "indexes": [models.Index(fields=["due", "id"], name="engagement_action_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("item__isnull", False), ("ask__isnull", False), _connector="OR"),
                        name="engagement_action_comes_from_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            models.Q(("checked_by", models.F("worded_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="engagement_action_public_needs_another_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage", "open"),
                            models.Q(models.Q(("evidence", ""), _negated=True), ("done_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="engagement_action_closes_with_evidence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "confirmed"), _negated=True),
                            ("confirmed_by__isnull", False),
                            _connector="OR",
                        ),
                        name="engagement_action_confirmed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("owner")), _negated=True),
                            _connector="OR",
                        ),
                        name="engagement_action_confirmed_by_another_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaRank",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ranks", to="engagement.agendaitem"
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.youngperson"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("space", "item"), name="engagement_ranked_once")],
            },
        ),
        migrations.CreateModel(
            name="AgendaVoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("quote", "Words to see"), ("reading", "Words read out"), ("recording", "Recording")],
                        max_length=9,
                    ),
                ),
                (
                    "reader",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("council", "A young person from the Council"),
                            ("officer", "Somebody from the participation team"),
                            ("advocate", "The children’s advocate"),
                            ("chair", "The person who leads the meeting"),
                        ],
                        max_length=8,
                        verbose_name="who reads",
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=400, verbose_name="address of the recording")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="voices", to="engagement.agendaitem"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="engagement.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "quote"), ("link", ""), ("reader", ""), ("submission__isnull", False)),
                            models.Q(
                                ("kind", "reading"),
                                ("link", ""),
                                ("submission__isnull", False),
                                models.Q(("reader", ""), _negated=True),
                            ),
                            models.Q(
                                ("kind", "recording"),
                                ("link__startswith", "https://"),
                                ("reader", ""),
                                ("submission__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="engagement_voice_is_what_it_says",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("submission__isnull", False)),
                        fields=("item", "submission"),
                        name="engagement_voice_once_an_item",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[("invited", "Invited"), ("came", "Came"), ("sorry", "Sent apologies")],
                        default="invited",
                        max_length=7,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="engagement.meeting"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "person"), name="engagement_asked_to_come_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("changed", "Changed"),
                            ("called_off", "Called off"),
                            ("invited", "Asked to come"),
                            ("answered", "Attendance noted"),
                            ("paper", "Paper added"),
                            ("paper_gone", "Paper taken away"),
                            ("proposed", "Young people put something on the agenda"),
                            ("closed", "Young people’s part closed"),
                            ("added", "Item added"),
                            ("checked", "Item read by a second person"),
                            ("taken_off", "Item taken off"),
                            ("voice", "Young people’s voice added"),
                            ("voice_gone", "Young people’s voice taken away"),
                            ("recorded", "Outcome written down"),
                            ("decided", "Decision written down"),
                            ("held", "Held"),
                            ("minutes", "Minutes written"),
                            ("published", "Minutes published"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("words", models.TextField(blank=True)),
                ("held_on", models.DateField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="engagement.agendaitem",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="engagement.meeting"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("quarter", models.CharField(blank=True, max_length=7, verbose_name="edition of the quarter")),
                ("link", models.URLField(blank=True, max_length=400, verbose_name="address")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="engagement.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("link", ""), ("quarter__gt", "")),
                            models.Q(("link__startswith", "https://"), ("quarter", "")),
                            _connector="OR",
                        ),
                        name="engagement_paper_is_an_edition_or_a_safe_link",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("opened", "Opened"),
                            ("reworded", "Worded again"),
                            ("checked", "Read by a second person"),
                            ("handed", "Given to somebody else"),
                            ("progress", "Progress"),
                            ("moved", "Date moved"),
                            ("done", "Done"),
                            ("confirmed", "Confirmed"),
                            ("reopened", "Opened again"),
                        ],
                        max_length=9,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                ("words", models.TextField(blank=True)),
                ("due_on", models.DateField(null=True)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="engagement.action"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("action", "version"), name="engagement_action_one_step_a_version")
                ],
            },
        ),
    ]
