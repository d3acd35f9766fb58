"""A log never goes back: a database that has lost entries which somebody has seen sequences nothing."""

_seen: dict[tuple[int, str], int] = {}  # sizes that this process has seen committed


class WentBack(Exception):
    """More entries are known of a log than this database holds."""

    def __init__(self, origin: str, size: int, known: int) -> None:
        super().__init__(f"The log {origin} has {size} entries here, but {known} are known: nothing is added to it.")
        self.origin, self.size, self.known = origin, size, known


def check(log_id: int, origin: str, size: int) -> None:
    """Refuse a log that is smaller than what is known of it."""
    known = _seen.get((log_id, origin), 0)
    if size < known:
        raise WentBack(origin, size, known)


def remember(log_id: int, origin: str, size: int) -> None:
    """Know a size that has been committed; a size that a transaction only hoped for would be a false alarm."""
    _seen[log_id, origin] = max(size, _seen.get((log_id, origin), 0))
