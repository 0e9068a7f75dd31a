"""What a piece of text points to: the marketplaces as data, and the recogniser."""

from yellowcart.links.book import Book, Marketplace, book
from yellowcart.links.link import Link
from yellowcart.links.recognise import Recogniser, recognise

__all__ = ["Book", "Link", "Marketplace", "Recogniser", "book", "recognise"]
