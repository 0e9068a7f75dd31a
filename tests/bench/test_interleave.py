from bench.interleave import medians


def test_the_ways_take_turns_and_the_first_round_does_not_count() -> None:
    ran: list[str] = []

    seconds = medians({"a": lambda: ran.append("a"), "b": lambda: ran.append("b")}, rounds=2)

    assert ran == ["a", "b", "a", "b", "a", "b"]
    assert set(seconds) == {"a", "b"}
    assert all(value >= 0 for value in seconds.values())
