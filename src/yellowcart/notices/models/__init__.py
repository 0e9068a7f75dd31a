"""Notices, their issues, who received them, and by which channel."""

from yellowcart.notices.models.notice import REMINDERS, Issue, Notice
from yellowcart.notices.models.receipt import Mail, Message, Recipient

__all__ = ["REMINDERS", "Issue", "Mail", "Message", "Notice", "Recipient"]
