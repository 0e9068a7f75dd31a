"""`yellowcart demo --story`: the event of 2022 from end to end."""

import json

from tests.site.conftest import Site

STEPS = [
    "found", "found", "rehearsed", "announced", "announced", "approved", "reminded", "instant",
    "instant", "swept", "proved", "renewed", "restored", "closed",
]  # fmt: skip


def test_the_story_is_played_to_its_end(site: Site) -> None:
    code, out, errors = site.start("demo", "--story", "--json", "--language", "en").said(180)
    assert (code, errors) == (0, "")
    scenes = [json.loads(line) for line in out.splitlines()]
    assert [scene["step"] for scene in scenes] == STEPS
    assert [scene["at"] for scene in scenes] == sorted(scene["at"] for scene in scenes)
    found = [scene["figures"] for scene in scenes]
    assert (found[0]["changes"], found[1]["changes"], found[1]["entries"]) == (10, 12, 1188)
    assert found[2] == {"withdrawn": 1188, "kept": 1307}
    assert found[4] == {"days": 7, "recipients": 29, "delivered": 29}
    assert found[6]["delivered"] == [29, 29, 29]
    # At the instant, before any job: what is served of the room's 21 entries.
    assert (found[7]["served"], found[8]["served"], found[8]["stopped"]) == (21, 5, 16)
    assert scenes[7]["at"] < "2022-03-01T00:00:00+08:00" <= scenes[8]["at"]
    # One more than rehearsed: hung a second before midnight.
    assert found[9]["withdrawn"] == 1189
    assert found[10]["hanging"] == 0
    assert found[11] == {"not_granted": 568, "back": 621}
    assert found[13] == {"withdrawn": 1189, "restored": 621}
    assert not site.data.exists()  # it has a folder of its own


def test_without_a_story_there_is_nothing_to_show(site: Site) -> None:
    ran = site.run("demo")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "--story" in ran.stderr
