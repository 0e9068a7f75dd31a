"""Whether an edited text still states what the diff says."""

import pytest

from tests.terms.papers import AGREEMENT, GRANT, on, papers
from yellowcart.kit.errors import BadInput
from yellowcart.terms import Diff
from yellowcart.terms.changes import diff
from yellowcart.terms.notice import notice
from yellowcart.terms.notice.stated import disagreements


def closing() -> Diff:
    return diff(papers(AGREEMENT, GRANT).table(), on("2022-02-28"), on("2022-03-01"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_drafted_agrees_with_the_diff(language: str) -> None:
    both = diff(papers(AGREEMENT, GRANT).table(), on("2021-01-01"), on("2021-05-01"))
    for one in (closing(), both):
        assert disagreements(notice(one, language), one, language) == ()


def test_what_is_missing_is_named_in_both_languages() -> None:
    found = disagreements("", closing(), "zh")
    assert [one.zh for one in found] == [
        "中文文本没有提到“京东联盟”",
        "中文文本没有提到“直播间购物车”",
        "中文文本没有提到“短视频购物车”",
        "中文文本没有写明生效时间 2022-03-01 00:00:00",
    ]
    assert found[0].en == "the Chinese text does not name “京东联盟”"
    english = disagreements("", closing(), "en")
    assert english[0].zh == "英文文本没有提到“JD Alliance”"
    assert english[-1].en == "the English text does not state the instant 2022-03-01 00:00:00"


def test_either_form_of_the_instant_will_do_and_no_other_instant() -> None:
    draft = notice(closing(), "en")
    assert "00:00:00 on 1 March 2022" in draft
    assert disagreements(draft.replace("2022-03-01 00:00:00", "soon"), closing(), "en") == ()
    (other,) = disagreements(draft + " And at 2022-03-05 08:00:00.5?", closing(), "en")
    assert other.en == "the English text states another instant, 2022-03-05 08:00:00.5"


def test_a_name_inside_a_longer_one_is_not_that_name() -> None:
    draft = notice(closing(), "zh").replace("短视频购物车", "短视频")
    assert [one.en for one in disagreements(draft, closing(), "zh")] == [
        "the Chinese text does not name “短视频购物车”"
    ]


def test_of_nothing_that_changes_nothing_is_missing() -> None:
    nothing = diff(papers(AGREEMENT, GRANT).table(), on("2021-05-01"), on("2021-05-02"))
    assert disagreements(notice(nothing, "en"), nothing, "en") == ()
    (named,) = disagreements("京东联盟的链接下架。", nothing, "zh")
    assert named.zh == "中文文本提到了“京东联盟”，其链接却没有变化；提到它的句子须写明“不受影响”"
    assert disagreements("京东联盟的链接不受影响。", nothing, "zh") == ()


def test_another_language_is_refused() -> None:
    with pytest.raises(BadInput, match="no such language"):
        disagreements("", closing(), "fr")
