"""Period, instant, clock, money, errors: the ground floor. It imports nothing of ours."""
