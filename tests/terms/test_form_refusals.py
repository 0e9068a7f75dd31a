"""Files that are refused: one clear line that names the file, the line, the field, the remedy."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terms.samples import AGREEMENT, CLAUSE, FORM, HOUSE_RULE, JUST_AFTER, LISTS
from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import NaiveInstant
from yellowcart.kit.period import EmptyPeriod
from yellowcart.terms import (
    Conditions,
    GivenTwice,
    HouseRule,
    MarketplaceClaimedTwice,
    Terms,
    UnknownKey,
    Wording,
    form,
    parse_terms,
    read_terms,
)
from yellowcart.terms.model import Partner


def refusal(text: str, kind: type[BadInput] = BadInput) -> str:
    with pytest.raises(kind) as refused:
        parse_terms(text, name="agreements.toml")
    assert "\n" not in str(refused.value)
    return str(refused.value)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("right", "wrong", "field", "nearest", "known"),
    [
        ("time_zone", "timezone", "timezone", "time_zone", form.FILE),
        ("renews = ", "renew = ", "agreement.renew", "renews", form.AGREEMENT),
        ("surfaces = ", "surface = ", "agreement.clause.surface", "surfaces", form.CLAUSE),
        ("surfaces = ", "SURFACES = ", "agreement.clause.SURFACES", "surfaces", form.CLAUSE),
        ("categories = ", "category = ", "house_rule.category", "categories", form.HOUSE_RULE),
        ("en = ", "eng = ", "surface.name.eng", "en", ("zh", "en")),
        ("notice_days", "days", "agreement.days", "notice_days", form.AGREEMENT),
        ("notice_days", "starts", "agreement.starts", "partner", form.AGREEMENT),
        ("[[house_rule]]", "[[houserule]]", "houserule", "house_rule", form.FILE),
    ],
)
def test_an_unknown_key_is_told_with_its_line_the_nearest_known_key_and_the_others(
    right: str, wrong: str, field: str, nearest: str, known: tuple[str, ...]
) -> None:
    text = FORM.replace(right, wrong)
    others = ", ".join(key for key in known if key != nearest)
    assert refusal(text, UnknownKey) == (
        f"agreements.toml, line {line_of(text, wrong)}, {field}: unknown key; "
        f"expected {nearest}, or another key: {others}"
    )


def test_a_key_that_is_near_none_is_told_with_some_known_key_first() -> None:
    message = refusal(FORM.replace("notice_days", "'\u3000'"), UnknownKey)
    told = message.split("expected ")[1].replace(", or another key: ", ", ")
    assert sorted(told.split(", ")) == sorted(form.AGREEMENT)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            "version = 1",
            'version = "1"',
            "agreement.version: unfit value, got '1'; expected a whole",
        ),
        ("version = 1", "version = 0", "agreement.version: unfit value, got 0; expected a whole"),
        ("version = 1", "version = true", "agreement.version: true is no number; expected a"),
        ("notice_days = 7", "notice_days = 7.5", "agreement.notice_days: unfit value, got 7.5"),
        (
            '"taobao-2021"',
            "2021",
            "agreement.code: unfit value, got 2021; expected a code in quotes",
        ),
        ('"taobao-2021"', '""', "agreement.code: unfit value, got ''; expected a code: not empty"),
        ('"taobao-2021"', '" a"', "agreement.code: unfit value, got ' a'; expected a code: not"),
        ('["taobao", "tmall"]', '"taobao"', "partner.marketplaces: unfit value, got 'taobao'"),
        ('["taobao", "tmall"]', '["taobao", 7]', "partner.marketplaces: unfit value, got 7"),
        (
            'effect = "grant"',
            'effect = "allow"',
            "agreement.clause.effect: unfit value, got 'allow';",
        ),
        ('["live_cart", "video_cart"]', "[]", "agreement.clause.surfaces: unfit value, got []"),
        ('"goods", "services"', '"good"', "agreement.clause.kinds: no such kind, got 'good'"),
        ('["tobacco"]', '["*"]', 'house_rule.categories: "*" is no code here; expected codes'),
        ('partners = ["*"]', "partners = []", "house_rule.partners: unfit value, got []"),
        ('effect = "forbid"', 'effect = "grant"', "house_rule.effect: a house rule restricts"),
        ('"live_cart"\nname', '"*"\nname', 'surface.code: "*" means every surface; expected a'),
        ('"jd-alliance"', '"*"', 'partner.code: "*" means every partner; expected a code'),
        (
            '{ zh = "淘宝联盟", en = "Taobao Alliance" }',
            '"淘宝"',
            "partner.name: unfit value, got '淘宝'",
        ),
        ('zh = "淘宝联盟"', "zh = 7", "partner.name.zh: unfit value, got 7; expected a text"),
        ('zh = "淘宝联盟", ', "", "partner.name.zh: missing; expected a name in both languages"),
        ('"Asia/Shanghai"', '"Asia/Shangai"', "time_zone: no such time zone, got 'Asia/Shangai'"),
    ],
)
def test_a_value_that_does_not_fit_is_told_with_what_was_expected(
    right: str, wrong: str, told: str
) -> None:
    text = FORM.replace(right, wrong, 1)
    message = refusal(text)
    place = f"agreements.toml, line {line_of(text, wrong)}, "
    assert message.startswith(place + told) or message.split(", ", 2)[2].startswith(told)
    assert message.startswith("agreements.toml, line ")


@pytest.mark.parametrize(
    ("line", "field", "table"),
    [
        ('code = "taobao-2021"', "agreement.code", "[[agreement]]"),
        ('partner = "taobao-alliance"', "agreement.partner", "[[agreement]]"),
        ("version = 1", "agreement.version", "[[agreement]]"),
        ("known = 2021-02-20T10:00:00+08:00", "agreement.known", "[[agreement]]"),
        ("from = 2021-03-01T00:00:00+08:00", "agreement.from", "[[agreement]]"),
        ('id = "2.1"', "agreement.clause.id", "[[agreement.clause]]"),
        ('effect = "grant"', "agreement.clause.effect", "[[agreement.clause]]"),
        ('surfaces = ["live_cart", "video_cart"]', "agreement.clause.surfaces", "[[agreement.cl"),
        ('code = "no-tobacco"', "house_rule.code", "[[house_rule]]"),
        ('effect = "forbid"', "house_rule.effect", "[[house_rule]]"),
        ('partners = ["*"]', "house_rule.partners", "[[house_rule]]"),
        ('name = { zh = "直播间购物车", en = "live-room cart" }', "surface.name", "[[surface]]"),
    ],
)
def test_a_missing_key_is_told_with_the_line_of_its_table(
    line: str, field: str, table: str
) -> None:
    text = FORM.replace(line + "\n", "", 1)
    place = f"agreements.toml, line {line_of(text, table)}, {field}: missing; expected "
    assert refusal(text).startswith(place)


@pytest.mark.parametrize("instant", ["2022-03-01T00:00:00", "2022-03-01", "00:00:00"])
def test_an_instant_without_an_offset_is_refused(instant: str) -> None:
    text = FORM.replace("2022-03-01T00:00:00+08:00", instant)
    message = refusal(text, NaiveInstant)
    line = line_of(text, "until")
    assert message.startswith(f"agreements.toml, line {line}, agreement.until: no ")
    assert message.endswith("expected an instant such as 2022-03-01T00:00:00+08:00")


@pytest.mark.parametrize("key", ["known", "from", "until"])
@pytest.mark.parametrize("written", ["{}T00:00:00.0000009+08:00", "{} 00:00:00.1234560Z"])
def test_an_instant_finer_than_a_microsecond_is_refused_and_not_cut(key: str, written: str) -> None:
    day = re.search(rf"{key} = (\S+)T", AGREEMENT)
    assert day
    instant = written.format(day[1])
    text = re.sub(rf"{key} = \S+", f"{key} = {instant} # as scanned", FORM, count=1)
    assert refusal(text) == (
        f"agreements.toml, line {line_of(text, instant)}, agreement.{key}: "
        f"finer than a microsecond, got '{instant}'; expected an instant such as "
        "2022-03-01T00:00:00+08:00, with at most six digits of a second"
    )


@pytest.mark.parametrize("table", [AGREEMENT + CLAUSE, HOUSE_RULE])
def test_an_instant_of_a_part_finer_than_a_microsecond_is_refused(table: str) -> None:
    text = LISTS + table + "from = 2021-06-01T00:00:00.0000001Z\n"
    place = f"agreements.toml, line {line_of(text, 'from = 2021-06')}, "
    assert refusal(text).startswith(place)
    assert "from: finer than a microsecond, got '2021-06-01T00:00:00.0000001Z'" in refusal(text)


def test_an_empty_list_is_told_whether_its_key_may_be_left_out() -> None:
    required = FORM.replace('["live_cart", "video_cart"]', "[]")
    optional = FORM.replace('["goods", "services"]', "[]")
    told = "unfit value, got []; expected at least one code"
    assert refusal(required).endswith(f"agreement.clause.surfaces: {told}")
    assert refusal(optional).endswith(f"kinds: {told}, or no such key")
    assert refusal(FORM.replace('["*"]', "[]")).endswith(f"partners: {told}")


@pytest.mark.parametrize("value", ["true", "false"])
def test_a_boolean_is_no_number(value: str) -> None:
    for key, least in (("version = 1", 1), ("notice_days = 7", 0)):
        wrong = f"{key.split()[0]} = {value}"
        text = FORM.replace(key, wrong)
        assert refusal(text) == (
            f"agreements.toml, line {line_of(text, wrong)}, agreement.{key.split()[0]}: "
            f"{value} is no number; expected a whole number from {least}"
        )


def test_an_instant_finer_than_a_microsecond_within_a_code_or_a_comment_is_none() -> None:
    text = FORM.replace('"taobao-2021"', '"2022-03-01T00:00:00.0000009Z"')
    text = text.replace("notice_days = 7", "notice_days = 7 # 2022-03-01T00:00:00.0000009Z")
    text = text.replace("until = 2022-03-01T00:00:00", "until = 2022-03-01T00:00:00.000001")
    [agreement] = parse_terms(text).agreements
    assert agreement.code == "2022-03-01T00:00:00.0000009Z"
    assert agreement.period.until == JUST_AFTER


def test_an_instant_in_quotes_is_refused() -> None:
    text = FORM.replace("2022-03-01T00:00:00+08:00", '"2022-03-01T00:00:00+08:00"')
    told = "agreement.until: unfit value, got '2022-03-01T00:00:00+08:00'; expected an instant"
    assert told in refusal(text)


def test_an_instant_outside_the_calendar_is_refused() -> None:
    text = FORM.replace("2021-03-01T00:00:00+08:00", "0001-01-01T00:00:00+08:00")
    assert f"line {line_of(text, 'from')}, agreement.from: outside the calendar" in refusal(text)


@pytest.mark.parametrize("until", ["2021-03-01T00:00:00+08:00", "2021-02-28T00:00:00+08:00"])
def test_an_end_that_is_not_after_the_start_is_refused(until: str) -> None:
    text = FORM.replace("until = 2022-03-01T00:00:00+08:00", f"until = {until}")
    assert refusal(text, EmptyPeriod) == (
        f"agreements.toml, line {line_of(text, 'until')}, agreement.until: "
        f"the period ends at its start or before, got '{until}'; "
        "expected an instant after 2021-03-01T00:00:00+08:00"
    )


@pytest.mark.parametrize("table", [CLAUSE, HOUSE_RULE])
def test_a_part_that_ends_before_it_starts_is_refused(table: str) -> None:
    span = "from = 2021-06-01T00:00:00+08:00\nuntil = 2021-06-01T01:00:00+09:00\n"
    text = LISTS + AGREEMENT + table + span
    line = line_of(text, "until = 2021-06-01")
    message = refusal(text, EmptyPeriod)
    assert message.startswith(f"agreements.toml, line {line}, ")
    assert message.endswith(
        "until: the period ends at its start or before, got '2021-06-01T01:00:00+09:00'; "
        "expected an instant after 2021-06-01T00:00:00+08:00"
    )


@pytest.mark.parametrize(
    ("twice", "told", "kind"),
    [
        (AGREEMENT, "agreement.version: taobao-2021 version 1 is given twice", GivenTwice),
        (CLAUSE, "agreement.clause.id: 2.1 is given twice", GivenTwice),
        (HOUSE_RULE * 2, "house_rule.version: no-tobacco version 1 is given twice", GivenTwice),
        (LISTS.split("\n\n")[1], "surface.code: live_cart is given twice", GivenTwice),
        (LISTS.split("\n\n")[4], "partner.code: jd-alliance is given twice", GivenTwice),
        (
            '[[partner]]\ncode = "x"\nname = { zh = "x", en = "x" }\nmarketplaces = ["tmall"]',
            "partner.marketplaces: tmall is given twice",
            MarketplaceClaimedTwice,
        ),
    ],
)
def test_what_is_given_twice_is_refused_with_both_lines(
    twice: str, told: str, kind: type[BadInput]
) -> None:
    message = refusal(f"{LISTS}{AGREEMENT}{CLAUSE}{twice}", kind)
    place, found = message.split(": ", 1)
    assert place.startswith("agreements.toml, line ")
    assert f"{place.split(', ')[2]}: {found}".startswith(f"{told}, first on line ")


def test_what_is_given_twice_is_refused_without_a_file_too() -> None:
    partner = Partner("x", Wording("x", "x"))
    with pytest.raises(GivenTwice, match=r"^partner\.code: x is given twice; expected each once$"):
        Terms(partners=(partner, partner))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = ", "line 1: no TOML: Invalid value; expected TOML"),
        ('a = 1\nb = "x\n', "line 2: no TOML: Illegal character"),
        ("x = 1\nx = 2", "line 2: no TOML: Cannot overwrite a value; expected TOML"),
        ("x = " + "9" * 5000, "no TOML: "),
        ("x = " + "[" * 100_000, "nested too deep; expected TOML"),
        ("surface = 7", "line 1, surface: unfit value, got 7; expected tables, each under"),
        ("\nagreement = [\n  7,\n]", "line 3, agreement: unfit value, got 7; expected tables"),
        ("agreement = { code = 1 }", "line 1, agreement: unfit value, got {'code': 1}; expected"),
    ],
)
def test_what_is_no_toml_or_no_form_is_refused(text: str, told: str) -> None:
    message = refusal(text)
    assert message.startswith("agreements.toml")
    assert told in message


def test_a_missing_file_and_one_that_is_not_utf_8(tmp_path: Path) -> None:
    file = tmp_path / "agreements.toml"
    with pytest.raises(BadInput) as refused:
        read_terms(file)
    expected = f"{file}: no such file or directory; expected an agreements file"
    assert str(refused.value) == expected
    with pytest.raises(BadInput, match="is a directory"):
        read_terms(tmp_path)
    file.write_bytes(b"a = 1\n# \xb5\n")
    with pytest.raises(BadInput) as refused:
        read_terms(file)
    assert str(refused.value) == f"{file}, line 2: not UTF-8; expected a text in UTF-8"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('surface = [\n  { code = "a", name = { zh = "", en = "" } },\n  { cod = "b" },\n]', 3),
        ('# x\n[[partner]]\n"code" = "a"\nname.zh = "1"\nname.fr = "2"\n', 5),
        ("[[partner]]\ncode = 'a'\n[partner.name]\nzh = ''' \n\n'''\nen = 7\n", 7),
        ('[[partner]]\ncode = "a"\nname = { zh = "x]", en = "}" } # [\nmarketplaces = [\n 1]', 5),
        (AGREEMENT + '[[agreement.clause]]\nid = """x\n\\"\n"""\nefect = 1', 15),
        (AGREEMENT + '[[agreement.clause]]\nid = """x\n\\"\n"""\n', 12),
        (AGREEMENT + CLAUSE + '[[agreement.clause]]\nef = "]"', 18),
        (AGREEMENT + AGREEMENT + '[[agreement.clause]]\nef = "]"', 22),
        ("\n[surfaces.live_cart]\nname = 1", 2),
    ],
)
def test_the_line_is_right_however_the_toml_is_laid_out(text: str, line: int) -> None:
    with pytest.raises(BadInput) as refused:
        parse_terms(text)
    assert refused.value.line == line, str(refused.value)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Conditions(surfaces=()), "surfaces: an empty list matches nothing"),
        (lambda: Conditions(kinds=()), "kinds: an empty list matches nothing"),
        (lambda: Conditions(kinds=("lottery",)), "kinds: no such kind, got 'lottery'"),
        (lambda: Conditions(creator_groups=("*",)), 'creator_groups: "*" is no code here'),
        (lambda: HouseRule("x", partners=()), "partners: an empty list binds nobody"),
        (lambda: Wording("甲", "A").say("fr"), "no such language, got 'fr'"),
    ],
)
def test_values_made_in_code_are_held_to_the_same(make: Callable[[], object], told: str) -> None:
    with pytest.raises(BadInput) as refused:
        make()
    assert str(refused.value).startswith(told)
