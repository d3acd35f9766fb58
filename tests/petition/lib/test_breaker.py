from petition.lib.breaker import Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_while_all_is_well_everybody_may_try() -> None:
    breaker = Breaker(5, Clock())
    assert [breaker.may_try() for _ in range(3)] == [True, True, True]


def test_after_a_failure_nobody_tries_for_the_pause() -> None:
    clock = Clock()
    breaker = Breaker(5, clock)
    breaker.failed()
    clock.now += 4.9
    assert not breaker.may_try()


def test_after_the_pause_one_caller_tries_and_the_others_wait() -> None:
    clock = Clock()
    breaker = Breaker(5, clock)
    breaker.failed()
    clock.now += 5
    assert [breaker.may_try() for _ in range(3)] == [True, False, False]
    clock.now += 5
    assert breaker.may_try()


def test_one_success_closes_it() -> None:
    clock = Clock()
    breaker = Breaker(5, clock)
    breaker.failed()
    clock.now += 5
    breaker.succeeded()
    assert [breaker.may_try() for _ in range(3)] == [True, True, True]


def test_only_the_first_failure_and_the_first_success_are_news() -> None:
    breaker = Breaker(5, Clock())
    assert [breaker.failed(), breaker.failed()] == [True, False]
    assert [breaker.succeeded(), breaker.succeeded()] == [True, False]
