"""The words for codes: of roles, steps, verdicts, reasons, and what was done."""

from yellowcart.console.language import said

WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "role": {
        "operations": ("运营", "operations"),
        "legal": ("法务", "legal"),
        "finance": ("财务", "finance"),
        "supply": ("供应链", "supply"),
        "provider_manager": ("服务商管理", "provider manager"),
        "auditor": ("审计", "auditor"),
        "creator": ("达人", "creator"),
        "merchant": ("商家", "merchant"),
        "provider": ("服务商", "service provider"),
    },
    "step": {
        "draft": ("草稿", "draft"),
        "submitted": ("待审批", "waits for a second person"),
        "in_force": ("已生效", "in force"),
        "rejected": ("已驳回", "rejected"),
        "dropped": ("已撤回", "dropped"),
    },
    "status": {
        "hung": ("已挂出", "hung"),
        "in_review": ("待审核", "in review"),
        "refused": ("未通过", "refused"),
        "taken_down": ("已下架", "taken down"),
    },
    "verdict": {"allow": ("可挂", "allowed"), "deny": ("不可挂", "denied")},
    "reason": {
        "granted": ("有条款允许", "granted"),
        "no_agreement": ("没有生效的协议", "no agreement in force"),
        "not_granted": ("没有条款允许", "no clause grants it"),
        "forbidden": ("被禁止", "forbidden"),
        "unknown_partner": ("不是合作方", "no partner"),
        "unrecognised": ("未识别", "not recognised"),
    },
    "kind": {
        "goods": ("商品", "goods"),
        "services": ("服务", "services"),
        "*": ("全部", "all"),
    },
    "form": {
        "item": ("商品页", "item"),
        "coupon": ("优惠券", "coupon"),
        "click": ("推广链接", "affiliate link"),
        "short": ("短链", "short link"),
        "token": ("口令", "token"),
        "deeplink": ("应用链接", "app link"),
        "shop": ("店铺", "shop"),
        "activity": ("活动页", "activity"),
        "product": ("自营商品", "own product"),
        "other": ("其他", "other"),
    },
    "effect": {"grant": ("允许", "grants"), "forbid": ("禁止", "forbids")},
    "hung": {
        "withdraw": ("到期即下架", "comes down at that instant"),
        "session": ("保留到本场直播结束", "stays to the end of the live session"),
        "keep": ("已挂的保留", "stays; nothing new hangs"),
    },
    "notice": {
        "draft": ("草稿", "draft"),
        "stale": ("与协议不符", "stale"),
        "sent": ("已发出", "sent"),
        "ended": ("已取消", "called off"),
    },
    "issue": {
        "first": ("首次通知", "first notice"),
        "reminder": ("提醒", "reminder"),
        "correction": ("更正", "correction"),
    },
    "source": {
        "agreements": ("协议", "agreements"),
        "house_rules": ("平台规则", "house rules"),
    },
    "touched": {
        "creators": ("受影响的达人", "creators touched"),
        "merchants": ("受影响的商家", "merchants touched"),
        "providers": ("受影响的服务商", "service providers touched"),
    },
    "everyone": {
        "operations": ("平台运营", "operations"),
        "legal": ("平台法务", "legal"),
        "finance": ("平台财务", "finance"),
        "supply": ("平台供应链", "supply"),
        "provider_manager": ("平台服务商管理", "provider managers"),
        "auditor": ("平台审计", "auditors"),
        "creator": ("全部达人", "every creator"),
        "merchant": ("全部商家", "every merchant"),
        "provider": ("全部服务商", "every service provider"),
    },
    "unit": {"days": ("天", "days"), "hours": ("小时", "hours"), "minutes": ("分钟", "minutes")},
    "severity": {
        "error": ("错误", "error"),
        "warning": ("提醒", "warning"),
        "note": ("说明", "note"),
    },
    "organisation": {
        "platform": ("平台", "platform"),
        "merchant": ("商家", "merchant"),
        "provider": ("服务商", "service provider"),
    },
    "scope": {
        "decide": ("查询", "decide"),
        "read": ("读取", "read"),
        "write": ("写入", "write"),
    },
    "subject": {
        "agreements.agreementversion": ("协议", "agreement"),
        "agreements.houseruleversion": ("平台规则", "house rule"),
        "agreements.platform": ("平台", "platform"),
        "notices.issue": ("通知的一次发出", "issue of a notice"),
        "notices.message": ("收到的通知", "message"),
        "notices.notice": ("通知", "notice"),
        "parties.apikey": ("密钥", "API key"),
        "parties.creator": ("达人", "creator"),
        "parties.organisation": ("机构", "organisation"),
        "parties.person": ("人员", "person"),
        "publishing.cart": ("购物车", "cart"),
        "publishing.cartlimit": ("数量上限", "limit"),
        "publishing.entry": ("条目", "entry"),
        "publishing.livesession": ("直播场次", "live session"),
        "webhooks.endpoint": ("回调", "endpoint"),
    },
    "broken": {
        "missing": ("缺失", "is missing"),
        "was changed": ("被改动", "was changed"),
        "does not follow the one before it": (
            "与前一条不衔接",
            "does not follow the one before it",
        ),
        "was added behind the head": ("是在末条之后加入的", "was added behind the head"),
    },
    "done": {
        "agreement.drafted": ("起草协议", "drafted an agreement"),
        "agreement.edited": ("修改草稿", "edited a draft"),
        "agreement.submitted": ("提交审批", "submitted an agreement"),
        "agreement.in_force": ("批准协议", "approved an agreement"),
        "agreement.rejected": ("驳回协议", "rejected an agreement"),
        "agreement.dropped": ("撤回草稿", "dropped a draft"),
        "house_rule.drafted": ("起草平台规则", "drafted a house rule"),
        "house_rule.edited": ("修改平台规则草稿", "edited a draft of a house rule"),
        "house_rule.submitted": ("提交平台规则", "submitted a house rule"),
        "house_rule.in_force": ("批准平台规则", "approved a house rule"),
        "house_rule.rejected": ("驳回平台规则", "rejected a house rule"),
        "house_rule.dropped": ("撤回平台规则", "dropped a house rule"),
        "terms.imported": ("导入协议文件", "imported agreements"),
        "platform.marketplace_named": ("指定自营平台", "named the own marketplace"),
        "cart.opened": ("开通购物车", "opened a cart"),
        "cart.loaded": ("批量挂出", "loaded entries"),
        "cart.pinned": ("设置讲解", "pinned an entry"),
        "cart.reordered": ("调整顺序", "reordered a cart"),
        "cart_limit.set": ("设置数量上限", "set a limit"),
        "entry.hung": ("挂出条目", "hung an entry"),
        "entry.given": ("提交待审核", "gave a link for review"),
        "entry.named": ("确认平台并挂出", "named a marketplace"),
        "entry.refused": ("拒绝条目", "refused an entry"),
        "entry.taken_down": ("下架条目", "took an entry down"),
        "entry.resolved": ("解析短链", "resolved a short link"),
        "session.started": ("开播", "went on air"),
        "session.ended": ("下播", "went off air"),
        "notice.drafted": ("起草通知", "drafted a notice"),
        "notice.edited": ("修改通知草稿", "edited a draft of a notice"),
        "notice.redrafted": ("按协议重新起草通知", "drafted a notice anew"),
        "notice.sent": ("发出通知", "sent a notice"),
        "notice.ended": ("取消通知", "called a notice off"),
        "notice.delivered": ("通知送达完毕", "delivered a notice to everybody"),
        "notice.corrected": ("更正通知", "corrected a notice"),
        "notice.reminder_dropped": ("取消一次提醒", "dropped a reminder"),
        "message.read": ("阅读通知", "read a notice"),
        "message.acknowledged": ("确认知悉通知", "acknowledged a notice"),
        "creator.added": ("新增达人", "added a creator"),
        "creator.tied": ("变更达人归属", "tied a creator"),
        "organisation.added": ("新增机构", "added an organisation"),
        "person.added": ("新增人员", "added a person"),
        "person.role_changed": ("变更角色", "changed a role"),
        "person.access_ended": ("停用账号", "ended access"),
        "person.password_changed": ("修改密码", "changed a password"),
        "key.issued": ("签发密钥", "issued a key"),
        "key.revoked": ("吊销密钥", "revoked a key"),
        "endpoint.added": ("新增回调", "added an endpoint"),
        "endpoint.changed": ("修改回调", "changed an endpoint"),
        "endpoint.disabled": ("停用回调", "disabled an endpoint"),
        "endpoint.enabled": ("启用回调", "enabled an endpoint"),
        "endpoint.secret_rotated": ("更换回调密钥", "rotated a secret"),
        "endpoint.replayed": ("重发事件", "replayed events"),
    },
}


def word(kind: str, code: object) -> str:
    """The word for a code, in the reader's language; the code itself where there is none."""
    pair = WORDS[kind].get(str(code))
    return str(code) if pair is None else said(*pair)


UNITS = (
    (24 * 60 * 60, "天", "day"), (60 * 60, "小时", "hour"), (60, "分钟", "minute"),
    (1, "秒", "second"),
)  # fmt: skip


def distance(seconds: int, most: int = len(UNITS)) -> str:
    """A span of whole seconds, by its largest units: "2 天 4 小时", "2 days 4 hours"."""
    parts = []
    for size, zh, en in UNITS:
        number, seconds = divmod(seconds, size)
        if number:
            parts.append(said(f"{number} {zh}", f"{number} {en}{'' if number == 1 else 's'}"))
    return " ".join(parts[:most]) or said("不到 1 秒", "less than a second")
