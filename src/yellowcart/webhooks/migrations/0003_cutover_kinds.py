"""Events of notices and transitions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0003_creators_ties"),
        ("webhooks", "0002_held_by_the_database"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="endpoint",
            name="endpoint_is_told_of_known_kinds",
        ),
        migrations.RemoveConstraint(
            model_name="event",
            name="event_is_of_a_known_kind",
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("agreement.in_force", "an agreement's version is in force"),
                    ("entry.hung", "an entry hangs"),
                    ("entry.refused", "an entry was refused after its review"),
                    ("entry.withdrawn", "an entry was taken down"),
                    ("notice.sent", "a notice went out"),
                    ("transition.approved", "a transition was approved"),
                    ("transition.swept", "a transition was swept"),
                    ("transition.proved", "a transition was proved"),
                ],
                max_length=64,
            ),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kinds__contained_by",
                        [
                            "agreement.in_force",
                            "entry.hung",
                            "entry.refused",
                            "entry.withdrawn",
                            "notice.sent",
                            "transition.approved",
                            "transition.swept",
                            "transition.proved",
                        ],
                    ),
                    ("kinds__len__gt", 0),
                ),
                name="endpoint_is_told_of_known_kinds",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "agreement.in_force",
                            "entry.hung",
                            "entry.refused",
                            "entry.withdrawn",
                            "notice.sent",
                            "transition.approved",
                            "transition.swept",
                            "transition.proved",
                        ],
                    )
                ),
                name="event_is_of_a_known_kind",
            ),
        ),
    ]
