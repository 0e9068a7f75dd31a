"""What was refused, said in the reader's language; the engine says it in English alone."""

import re

from yellowcart.console.language import language, worded
from yellowcart.kit.errors import BadInput, YellowcartError
from yellowcart.notices.errors import NoticeStale
from yellowcart.publishing.errors import NotGranted


def refusal(error: YellowcartError) -> str:
    if isinstance(error, NotGranted):
        return worded(error.explanation)
    if language() == "en":
        return str(error)
    if isinstance(error, NoticeStale):
        return f"通知与协议不符，没有发出：{'；'.join(one.zh for one in error.reasons)}。"
    if isinstance(error, BadInput):
        return _bad_input(error)
    return REFUSALS.get(error.code) or str(error)


def _bad_input(error: BadInput) -> str:
    found = _phrase(error.message, FOUND)
    if found is None:
        return f"输入有误（{error}）"
    expected = _phrase(error.expected or "", EXPECTED)
    clause = _phrase(error.source or "", SOURCES)
    place = "，".join(part for part in (clause, FIELDS.get(error.field or "", error.field)) if part)
    said = f"{place}：{found}" if place else found
    if error.value not in (None, ""):
        said += f"（{str(error.value)[:LONGEST_SHOWN]}）"
    return f"{said}，应为{expected}。" if expected else f"{said}。"


def _phrase(text: str, phrases: dict[str, str]) -> str | None:
    for pattern, zh in phrases.items():
        if match := re.fullmatch(pattern, text):
            return match.expand(zh)
    return None


LONGEST_SHOWN = 60
SOURCES = {r"clause (.+)": r"条款 \1"}
FIELDS = {
    "as_of": "时刻",
    "audience": "通知谁",
    "categories": "仅类目",
    "category": "类目",
    "code": "编号",
    "creator": "达人编号",
    "creator_group": "达人组",
    "creators": "达人名单",
    "creator_groups": "仅达人组",
    "effect": "效力",
    "except_categories": "除类目",
    "except_creator_groups": "除达人组",
    "expires": "失效",
    "group": "达人组",
    "id": "条款号",
    "item_id": "商品编号",
    "kind": "种类",
    "kinds": "种类",
    "late_why": "为何仍要发出",
    "longest_wait": "最长等待（小时）",
    "marketplace": "平台",
    "most_entries": "最多",
    "name": "姓名或名称",
    "notice_days": "须提前告知（天）",
    "organisations": "机构名单",
    "partners": "约束谁",
    "people": "人员名单",
    "person": "人员",
    "product": "自营商品编号",
    "purpose": "用途",
    "reminders": "提醒",
    "requests_a_minute": "每分钟请求数",
    "roles": "角色",
    "source": "来源",
    "start": "自（含）",
    "surfaces": "位置",
    "text": "链接或分享文案",
    "text_en": "英文正文",
    "text_zh": "中文正文",
    "told_days": "提前天数",
    "told_ppm": "须通知到的达人比例（%）",
    "title": "标题",
    "title_en": "英文标题",
    "title_zh": "中文标题",
    "touched": "受影响者",
    "until": "至（不含）",
    "username": "用户名",
    "why": "理由",
}
FOUND = {
    r"missing": "未填写",
    r"not an instant.*": "不是时刻",
    r"no offset from UTC": "没有写明时区",
    r"the clocks of (.+) show this time twice or never": r"\1 没有这一时刻或有两次",
    r"outside the calendar": "超出历法",
    r"in the past": "已经过去",
    r"the period ends at its start or before": "结束不晚于开始",
    r"an empty list matches nothing": "没有勾选",
    r"an empty list binds nobody": "没有勾选",
    r'"\*" is no code here': "此处不能写 *",
    r"no such kind": "没有这一种",
    r"no such creator": "没有这位达人",
    r"no such person": "没有这个人",
    r"no such choice": "没有这个选项",
    r"no such marketplace": "没有这个平台",
    r"not a number": "不是数",
    r"not a limit": "不能作上限",
    r"not a code": "不能作编号",
    r"not a distance": "不能作天数",
    r"not a share": "不能作比例",
    r"not a wait": "不能作等待时间",
    r"not a username": "不能作用户名",
    r"not a text": "有不能使用的字符",
    r"too many": "太多",
    r"too long": "太长",
    r"given twice": "重复",
    r"taken": "已被占用",
    r"unknown": "不存在",
    r"nobody": "没有选择任何对象",
    r"no text": "未填写或太长",
    r"a title of several lines": "有多行",
    r"no distance": "不能作提前的时间",
    r"of a free notice nothing reminds": "不属于切换的通知没有提醒",
    r"no such source": "没有这一来源",
    r"a link and a product at once": "链接和自营商品不能同时填写",
}
EXPECTED = {
    r"an instant such as .*": "形如 2022-03-01 00:00:00 的时刻",
    r"an instant after (.+)": r"晚于 \1 的时刻",
    r"an instant to come": "将来的时刻",
    r"years 1 to 9999 in UTC": "公元 1 年至 9999 年",
    r"the instant at which it begins": "生效的时刻",
    r"at least one code.*": "至少一项",
    r"at most ([\d,]+) letters on one line, no slash among them": r"一行内最多 \1 个字，不含斜线",
    r"at most ([\d,]+) letters": r"最多 \1 个字",
    r"letters on one line": "一行文字",
    r"letters, digits and (.+)": r"字母、数字和 \1",
    r"whole days": "整天数",
    r"0 to 365": "0 至 365 的整数",
    r"0 to 7 days": "0 至 168 小时",
    r"0 to 1,000,000": "0 至 100",
    r"a percentage, at most four digits after the point": "百分数，小数点后最多四位",
    r"whole hours": "整小时数",
    r"whole requests, from 1 to ([\d,]+)": r"1 至 \1 的整数",
    r"at most ten years": "十年以内",
    r"each clause once": "每个条款号只用一次",
    r"1 or more": "不小于 1 的整数",
    r"a link or a product": "链接或自营商品编号",
    r"goods or services": "商品或服务",
    r"a creator's code": "达人编号",
    r"a username": "用户名",
    r"a new one": "新的编号",
    r"any of .+": "至少一项",
    r"creators on file": "已登记的达人编号",
    r"organisations on file": "已登记的机构编号",
    r"people on file": "在用的用户名",
    r"1 to ([\d,]+) letters": r"1 至 \1 个字",
    r"one line": "一行",
    r"whole seconds before the instant, up to a year": "一年以内",
    r"at most ([\d,]+)": r"最多 \1 次",
    r"none": "不选",
    r"nobody: a free notice belongs to no transition": "不选：该通知不属于任何切换",
    r"the reason, for the creator to read": "供达人阅读的理由",
}
REFUSALS = {
    "not-permitted": "没有权限。",
    "name-taken": "名称或编号已被占用。",
    "bad-membership": "角色与机构或达人不匹配：达人成员须填达人编号，商家、服务商成员须选其机构。",
    "bad-scopes": "至少勾选一个权限范围。",
    "bad-password": "密码太短、太常见或与用户名太像：至少 8 位，不能全是数字。",
    "agreements-overlap": "与同一合作方的另一份协议时间重叠。",
    "needs-second-person": "起草或提交的人不能审批，须由另一人审批。",
    "wrong-step": "当前步骤不能进行这一操作，请刷新后再看。",
    "drafted-already": "已有一个版本在起草或待审批。",
    "code-taken": "编号已被占用。",
    "unknown-agreement": "没有这份协议，或没有已生效的版本。",
    "unknown-partner": "没有这个合作方。",
    "partner-changed": "协议属于另一个合作方。",
    "no-objection": "驳回须写明理由。",
    "ends-too-late": "提前终止的时刻须早于原到期时刻。",
    "cart-full": "购物车已满。",
    "not-in-cart": "条目与购物车不符，请刷新后再试。",
    "not-hung": "条目未在展示。",
    "not-withdrawn": "条目不是从这个购物车下架的，或原位已有条目。",
    "not-in-review": "条目已不在待审核。",
    "unknown-cart": "没有这个购物车。",
    "unknown-entry": "没有这个条目。",
    "unknown-surface": "没有这个位置。",
    "cart-code-taken": "购物车编号已被占用。",
    "on-air-already": "已在直播中。",
    "not-on-air": "不在直播中。",
    "unknown-transition": "没有这次切换。",
    "unknown-rehearsal": "没有这次演练，或还没有报告。",
    "unknown-proof": "没有这份证明。",
    "at-another-step": "切换不在这一步，或协议已经改变，请刷新后再看。",
    "transition-not-in-force": "切换还待审批，或不再发生。",
    "approved-by-second-person": "演练或通知的人不能批准，须由另一人批准。",
    "not-enough-told": "按时收到通知的达人还不够，不能批准。",
    "notice-of-another-transition": "通知不是这次切换的。",
    "still-hanging": "还有条目在展示或等待下播，须重新出具证明。",
    "nothing-suggested": "没有推荐的替代品。",
    "not-withdrawn-by-a-transition": "条目不是由切换下架的。",
    "not-a-proof": "不是平台出具的证明文件。",
    "bad-proof": "不是本平台的证明，或签名后被改动。",
    "nothing-changes": "该时刻按该来源没有变化，没有可以通知的内容。",
    "notice-stale": "通知与协议不符，没有发出。",
    "notice-too-late": "已过须提前告知的期限；仍要发出的，须写明理由。",
    "notice-sent": "通知已经发出，不能再改。",
    "notice-ended": "通知已经取消。",
    "nobody-to-tell": "没有可以通知的对象：所选对象不受影响或不存在。",
    "unknown-notice": "没有这份通知。",
    "unknown-message": "没有这条消息。",
    "no-own-shop": "平台尚未指定自营平台，请法务在协议页指定。",
}
