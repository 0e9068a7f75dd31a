"""Transitions, rehearsals, withdrawals and proofs."""

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("publishing", "0002_held_by_the_database"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Transition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "source",
                    models.CharField(
                        choices=[("agreements", "agreements"), ("house_rules", "house rules")],
                        max_length=16,
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("in_force", "in force"),
                            ("under_review", "under review"),
                            ("gone", "gone"),
                        ],
                        max_length=16,
                    ),
                ),
                ("waits_for", models.CharField(blank=True, max_length=100)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("found", "found"),
                            ("rehearsed", "rehearsed"),
                            ("announced", "announced"),
                            ("approved", "approved"),
                            ("swept", "swept"),
                            ("proved", "proved"),
                            ("closed", "closed"),
                        ],
                        default="found",
                        max_length=16,
                    ),
                ),
                ("changes", models.JSONField()),
                ("found_at", models.DateTimeField()),
                ("longest_wait", models.DurationField(default=datetime.timedelta(seconds=43200))),
                ("told_ppm", models.PositiveIntegerField(default=0)),
                ("told_days", models.PositiveIntegerField(default=0)),
                ("rehearsed_at", models.DateTimeField(null=True)),
                ("announced_at", models.DateTimeField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("sweeping_since", models.DateTimeField(null=True)),
                ("swept_at", models.DateTimeField(null=True)),
                ("proved_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("reopened_at", models.DateTimeField(null=True)),
                ("differs", models.JSONField(null=True)),
                (
                    "announced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rehearsed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "source"],
            },
        ),
        migrations.CreateModel(
            name="Rehearsal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("failed", models.TextField(blank=True)),
                ("changes", models.JSONField(null=True)),
                ("summary", models.JSONField(null=True)),
                ("report", models.TextField(blank=True)),
                ("withdrawals", models.BinaryField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "transition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rehearsals",
                        to="cutover.transition",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("hanging", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("public_key", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "transition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="cutover.transition",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="withdrawal",
                        serialize=False,
                        to="publishing.entry",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(max_length=16)),
                ("agreement", models.CharField(blank=True, max_length=64)),
                ("version", models.PositiveIntegerField(null=True)),
                ("clause", models.CharField(blank=True, max_length=64)),
                ("hung", models.CharField(blank=True, max_length=8)),
                ("suggested_text", models.TextField(blank=True)),
                ("suggested_product", models.CharField(blank=True, max_length=64)),
                ("suggested_title", models.CharField(blank=True, max_length=200)),
                ("suggested_at", models.DateTimeField(null=True)),
                (
                    "suggested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "transition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="cutover.transition",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.UniqueConstraint(
                fields=("at", "source"), name="transition_is_found_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("source__in", ["agreements", "house_rules"]),
                    ("standing__in", ["in_force", "under_review", "gone"]),
                    (
                        "step__in",
                        [
                            "found",
                            "rehearsed",
                            "announced",
                            "approved",
                            "swept",
                            "proved",
                            "closed",
                        ],
                    ),
                ),
                name="transition_has_known_states",
            ),
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    models.Q(
                        models.Q(("approved_by", models.F("rehearsed_by")), _negated=True),
                        models.Q(("approved_by", models.F("announced_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="transition_is_approved_by_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("announced_at", None),
                        ("approved_at", None),
                        ("rehearsed_at", None),
                        ("step", "found"),
                    ),
                    models.Q(
                        ("announced_at", None),
                        ("rehearsed_at__isnull", False),
                        ("step", "rehearsed"),
                    ),
                    models.Q(
                        ("announced_at__isnull", False),
                        ("approved_at", None),
                        ("rehearsed_at__isnull", False),
                        ("step", "announced"),
                    ),
                    models.Q(
                        ("announced_at__isnull", False),
                        ("announced_by__isnull", False),
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        ("rehearsed_at__isnull", False),
                        ("rehearsed_by__isnull", False),
                        ("step__in", ["approved", "swept", "proved", "closed"]),
                    ),
                    _connector="OR",
                ),
                name="transition_passed_every_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("step__in", ["found", "rehearsed", "announced", "approved"]),
                        ("closed_at", None),
                        ("proved_at", None),
                        ("swept_at", None),
                    ),
                    models.Q(
                        ("closed_at", None),
                        ("proved_at", None),
                        ("step", "swept"),
                        ("swept_at__isnull", False),
                    ),
                    models.Q(
                        ("closed_at", None),
                        ("proved_at__isnull", False),
                        ("step", "proved"),
                        ("swept_at__isnull", False),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("proved_at__isnull", False),
                        ("step", "closed"),
                        ("swept_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="transition_is_done_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("swept_at", None), ("swept_at__gte", models.F("at")), _connector="OR"
                ),
                name="transition_is_swept_after_its_instant",
            ),
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.CheckConstraint(
                condition=models.Q(("told_ppm__lte", 1000000)), name="transition_asks_for_a_share"
            ),
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("standing", "under_review"), models.Q(("waits_for", ""), _negated=True)
                    ),
                    models.Q(
                        models.Q(("standing", "under_review"), _negated=True), ("waits_for", "")
                    ),
                    _connector="OR",
                ),
                name="transition_says_what_it_waits_for",
            ),
        ),
        migrations.AddConstraint(
            model_name="rehearsal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("done_at", None),
                        ("failed", ""),
                        ("report", ""),
                        ("summary", None),
                        ("withdrawals", None),
                    ),
                    models.Q(
                        ("done_at__isnull", False),
                        ("report", ""),
                        ("summary", None),
                        ("withdrawals", None),
                        models.Q(("failed", ""), _negated=True),
                    ),
                    models.Q(
                        ("changes__isnull", False),
                        ("done_at__isnull", False),
                        ("failed", ""),
                        ("summary__isnull", False),
                        ("withdrawals__isnull", False),
                        models.Q(("report", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="rehearsal_is_whole_when_done",
            ),
        ),
        migrations.AddIndex(
            model_name="withdrawal",
            index=models.Index(fields=["transition", "at"], name="withdrawals_by_instant"),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["no_agreement", "not_granted", "forbidden"])),
                name="withdrawal_is_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("suggested_at", None), ("suggested_product", ""), ("suggested_text", "")
                    ),
                    models.Q(
                        ("suggested_at__isnull", False),
                        models.Q(
                            models.Q(
                                ("suggested_text", ""),
                                models.Q(("suggested_product", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("suggested_text", ""), _negated=True),
                                ("suggested_product", ""),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="withdrawal_suggests_one_thing",
            ),
        ),
    ]
