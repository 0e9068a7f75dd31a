"""Notices, their issues, recipients and channels."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import yellowcart.notices.models.notice


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0003_creators_ties"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(null=True)),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[("agreements", "agreements"), ("house_rules", "house rules")],
                        max_length=16,
                    ),
                ),
                ("title_zh", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200)),
                ("text_zh", models.TextField()),
                ("text_en", models.TextField()),
                ("changes", models.JSONField(null=True)),
                ("audience", models.JSONField(default=dict)),
                (
                    "reminders",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(),
                        default=yellowcart.notices.models.notice.default_reminders,
                        size=None,
                    ),
                ),
                ("drafted_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("late_why", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "late_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first", "first"),
                            ("reminder", "reminder"),
                            ("correction", "correction"),
                        ],
                        max_length=16,
                    ),
                ),
                ("distance", models.PositiveIntegerField(null=True)),
                ("due_at", models.DateTimeField()),
                ("title_zh", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200)),
                ("text_zh", models.TextField()),
                ("text_en", models.TextField()),
                ("changes", models.JSONField(null=True)),
                ("differs", models.JSONField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("recipients", models.PositiveIntegerField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "notice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issues",
                        to="notices.notice",
                    ),
                ),
            ],
            options={
                "ordering": ["notice", "number"],
            },
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "creator",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received",
                        to="parties.creator",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recipients",
                        to="notices.notice",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received",
                        to="parties.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="notices.issue",
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="notices.recipient",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(max_length=254)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "pending"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                            ("dropped", "dropped"),
                        ],
                        default="pending",
                        max_length=16,
                    ),
                ),
                ("tries", models.PositiveIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="notices.message",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "pending")),
                        fields=["next_at"],
                        name="mails_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message", "person"), name="message_is_mailed_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("next_at__isnull", False), ("sent_at", None), ("state", "pending")
                            ),
                            models.Q(
                                ("next_at", None), ("sent_at__isnull", False), ("state", "sent")
                            ),
                            models.Q(
                                ("next_at", None),
                                ("sent_at", None),
                                ("state__in", ["failed", "dropped"]),
                            ),
                            _connector="OR",
                        ),
                        name="mail_is_tried_again_while_pending",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["at", "source"], name="notices_of_a_transition"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("at", None), ("changes", None), ("source", "")),
                    models.Q(
                        ("at__isnull", False),
                        ("changes__isnull", False),
                        ("source__in", ["agreements", "house_rules"]),
                    ),
                    _connector="OR",
                ),
                name="notice_is_of_a_transition_or_free",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("late_by", None), ("late_why", "")),
                    models.Q(("late_by__isnull", False), models.Q(("late_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="notice_is_late_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title_zh", ""), _negated=True),
                    models.Q(("title_en", ""), _negated=True),
                    models.Q(("text_zh", ""), _negated=True),
                    models.Q(("text_en", ""), _negated=True),
                ),
                name="notice_says_something_in_both_languages",
            ),
        ),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(
                condition=models.Q(("done_at", None), ("dropped_at", None)),
                fields=["due_at"],
                name="issues_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.UniqueConstraint(
                fields=("notice", "number"), name="issue_is_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "reminder")),
                fields=("notice", "distance"),
                name="issue_reminds_once_at_a_distance",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "first")),
                fields=("notice",),
                name="issue_is_first_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("distance__isnull", False), ("kind", "reminder")),
                    models.Q(("distance", None), ("kind__in", ["first", "correction"])),
                    _connector="OR",
                ),
                name="issue_is_of_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_at", None),
                    models.Q(
                        ("dropped_at", None),
                        ("recipients__isnull", False),
                        ("started_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="issue_is_done_or_dropped",
            ),
        ),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(fields=["notice"], name="recipients_of_a_notice"),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("creator__isnull", False), ("organisation", None), ("person", None)),
                    models.Q(("creator", None), ("organisation__isnull", False), ("person", None)),
                    models.Q(("creator", None), ("organisation", None), ("person__isnull", False)),
                    _connector="OR",
                ),
                name="recipient_is_one_party",
            ),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.UniqueConstraint(
                condition=models.Q(("creator__isnull", False)),
                fields=("creator", "notice"),
                name="creator_receives_a_notice_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation__isnull", False)),
                fields=("organisation", "notice"),
                name="organisation_receives_a_notice_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("person", "notice"),
                name="person_receives_a_notice_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("issue", "recipient"), name="issue_reaches_a_recipient_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("acknowledged_at", None), ("read_at__isnull", False), _connector="OR"
                ),
                name="message_is_read_before_it_is_acknowledged",
            ),
        ),
    ]
