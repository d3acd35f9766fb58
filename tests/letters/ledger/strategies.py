"""Every entry that the format can hold."""

from hypothesis import strategies as st

from letters.ledger.entries import Edit, Entry, Reason, Restore, Sign, Strike, Tally, Text, Translation, Withdraw

HASHES = st.binary(min_size=32, max_size=32)
NUMBERS = st.integers(0, 10**15 - 1)
RESTS = st.tuples(HASHES, HASHES)
LANGUAGES = st.from_regex(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}", fullmatch=True)
FACTS = st.one_of(
    st.builds(Text, NUMBERS, HASHES),
    st.builds(Translation, NUMBERS, LANGUAGES, HASHES),
    st.builds(Sign, HASHES, st.booleans(), HASHES),
    st.builds(Edit, NUMBERS, HASHES, RESTS, st.booleans(), HASHES),
    st.builds(Withdraw, NUMBERS, HASHES, RESTS),
    st.builds(Strike, NUMBERS, st.sampled_from(Reason)),
    st.builds(Restore, NUMBERS),
)
TIMES = st.integers(0, 10**11).map(lambda hours: hours * 3600)
TALLIES = st.builds(Tally, NUMBERS, NUMBERS, NUMBERS)
ALL_ENTRIES = st.builds(Entry, FACTS, TIMES, TALLIES)
