"""`diff`, `transitions` and `notice`: what opens and closes, listed and told."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import AT, JUST_BEFORE, Ran, Run

TAOBAO_CLOSES = {
    "partner": "taobao-alliance",
    "surface": "live_cart",
    "kind": "goods",
    "before": "allow",
    "after": "deny",
    "reason": "no_agreement",
    "agreement": "taobao-2021",
    "clause": "2.1",
}
JD_CLOSES = {
    "partner": "jd-alliance",
    "surface": "live_cart",
    "kind": "goods",
    "before": "allow",
    "after": "deny",
    "reason": "not_granted",
    "agreement": "jd-2021",
    "clause": "3.2",
}
CUT_OVER = ["--before", JUST_BEFORE, "--after", AT]


@pytest.fixture
def ask(yellowcart: Run, agreements: str) -> Run:
    def ask(command: str, *arguments: Any) -> Ran:
        return yellowcart(command, "--agreements", agreements, *arguments)

    return ask


def test_what_changes_between_two_instants(ask: Run) -> None:
    assert ask("diff", *CUT_OVER, "--json").answers == [[TAOBAO_CLOSES, JD_CLOSES]]
    assert ask("diff", "--before", AT, "--after", AT).answers == [[]]


def test_what_changes_by_what_was_known(ask: Run) -> None:
    assert ask("diff", *CUT_OVER, "--known-at", "2022-02-20").answers == [[TAOBAO_CLOSES]]


def test_the_instants_at_which_anything_changes(ask: Run) -> None:
    (found,) = ask("transitions", "--json").answers
    assert [transition["at"] for transition in found] == ["2021-03-01T00:00:00+08:00", AT]
    assert found[1] == {"at": AT, "changes": [TAOBAO_CLOSES, JD_CLOSES]}
    assert {change["after"] for change in found[0]["changes"]} == {"allow"}


def test_the_window_holds_its_first_instant_and_not_its_last(ask: Run) -> None:
    (found,) = ask("transitions", "--from", AT, "--until", "2023-01-01").answers
    assert [transition["at"] for transition in found] == [AT]
    assert ask("transitions", "--from", "2021-03-02", "--until", AT).answers == [[]]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_notice_of_what_changes(ask: Run, language: str) -> None:
    (answer,) = ask("notice", *CUT_OVER, "--language", language).answers
    plain = ask("notice", *CUT_OVER, "--language", language, "--plain")
    assert answer == {"language": language, "notice": plain.out.removesuffix("\n")}
    partners = {"zh": ["淘宝联盟", "京东联盟"], "en": ["Taobao Alliance", "JD Alliance"]}[language]
    assert all(partner in answer["notice"] for partner in partners)


@pytest.mark.parametrize("command", ["diff", "notice"])
@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        (
            ["--before", "x", "--after", AT],
            "--before: not an instant, got 'x'; expected an instant such as "
            "2022-03-01T00:00:00+08:00",
        ),
        (
            ["--before", AT, "--after", "2022-03"],
            "--after: not an instant, got '2022-03'; expected an instant such as "
            "2022-03-01T00:00:00+08:00",
        ),
        (
            ["--before", AT, "--after", JUST_BEFORE],
            "--after: after is earlier than before, got '2022-02-28T23:59:59.999999+08:00'; "
            "expected an instant not before 2022-03-01T00:00:00+08:00",
        ),
        (
            [*CUT_OVER, "--language", "fr"],
            "--language: no such language, got 'fr'; expected zh or en",
        ),
    ],
)
def test_instants_and_languages_that_are_none(
    ask: Run, command: str, options: Any, refusal: str
) -> None:
    ran = ask(command, *options)
    assert (ran.refusal, ran.out) == (refusal, "")


def test_an_end_of_the_window_that_is_no_instant(ask: Run) -> None:
    for option in ("--from", "--until", "--known-at"):
        assert ask("transitions", option, "soon").refusal == (
            f"{option}: not an instant, got 'soon'; "
            "expected an instant such as 2022-03-01T00:00:00+08:00"
        )


def test_a_window_that_ends_before_it_begins(ask: Run) -> None:
    ran = ask("transitions", "--from", "2022-01-01", "--until", "2021-01-01")
    assert (ran.out, ran.refusal) == (
        "",
        "--until: the window ends before it begins, got '2021-01-01'; "
        "expected an instant not before 2022-01-01T00:00:00+08:00",
    )
    assert ask("transitions", "--from", AT, "--until", AT).answers == [[]]


def cells(ran: Ran) -> list[list[str]]:
    assert (ran.code, ran.err) == (0, "")
    lines = [line for line in ran.out.splitlines() if "│" in line]
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in lines]


def test_changes_for_people(ask: Run) -> None:
    ran = ask("diff", *CUT_OVER, "--plain")
    assert ran.out.splitlines()[0].rstrip() == f"{JUST_BEFORE} → {AT}"
    assert cells(ran) == [
        ["Taobao Alliance", "live-room cart", "goods links", "closes",
         "no agreement is in force", "taobao-2021 2.1"],
        ["JD Alliance", "live-room cart", "goods links", "closes",
         "no clause grants it", "jd-2021 3.2"],
    ]  # fmt: skip
    ran = ask("transitions", "--plain", "--language", "zh", "--from", AT)
    assert ran.out.splitlines()[0].rstrip() == AT
    assert cells(ran)[0] == [
        "淘宝联盟", "直播间购物车", "商品链接", "关闭", "没有生效的协议", "taobao-2021 2.1",
    ]  # fmt: skip


def test_kinds_that_change_alike_share_a_row_for_people(ask: Run) -> None:
    ran = ask("transitions", "--plain", "--until", AT)
    assert cells(ran) == [
        ["Taobao Alliance", "live-room cart", "goods links", "opens", "an agreement grants it",
         "taobao-2021 2.1"],
        ["JD Alliance", "live-room cart", "goods links", "opens", "an agreement grants it",
         "jd-2021 3.2"],
        ["JD Alliance", "short-video cart", "goods and service links", "opens",
         "an agreement grants it", "jd-2021 3.1"],
    ]  # fmt: skip


def test_no_change_for_people(ask: Run) -> None:
    ran = ask("diff", "--before", AT, "--after", AT, "--plain")
    assert ran.out == f"{AT} → {AT}: Nothing changes.\n"
    ran = ask("transitions", "--from", "2023-01-01", "--plain", "--language", "zh")
    assert ran.out == "没有变化。\n"


def test_a_house_rule_and_a_category_for_people(ask: Run, tmp_path: Path) -> None:
    with (tmp_path / "agreements.toml").open("a", encoding="utf-8") as file:
        file.write(
            '[[house_rule]]\ncode = "no-books"\nknown = 2022-01-01T00:00:00+08:00\n'
            'from = 2022-02-01T00:00:00+08:00\neffect = "forbid"\npartners = ["jd-alliance"]\n'
            'surfaces = ["video_cart"]\nkinds = ["goods"]\ncategories = ["books"]\n'
            'creator_groups = ["new"]\n'
        )
    ran = ask("transitions", "--from", "2022-02-01", "--until", "2022-02-02", "--plain")
    assert cells(ran) == [
        ["JD Alliance", "short-video cart", "goods links, category books, creator group new",
         "closes", "it is forbidden", "house rule no-books"],
    ]  # fmt: skip
