"""Partners, surfaces, agreements, their versions and approval, and the platform's own rules."""
