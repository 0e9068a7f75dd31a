"""Django's settings, the addresses, the one port and the embedded database."""
