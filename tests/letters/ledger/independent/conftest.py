import pytest

from tests.letters.ledger.independent.programs import Go, build_go


@pytest.fixture(scope="session")
def go(tmp_path_factory: pytest.TempPathFactory) -> Go:
    return Go(build_go(tmp_path_factory.mktemp("go")))
