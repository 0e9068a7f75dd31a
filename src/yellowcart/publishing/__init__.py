"""What creators hang: their live rooms, short videos and product pages, with carts and entries."""
