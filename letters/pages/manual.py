"""The manual: its pages in the order in which somebody who sets up a site, and those who work on it, meet them."""

PAGES = (
    ("first-steps", "First steps"),
    ("letters", "Writing letters"),
    ("updates", "Updates to signers"),
    ("desk", "Working at the desk"),
    ("sending-mail", "Sending mail"),
    ("returned-mail", "Mail that comes back"),
    ("public-log", "The public log"),
    ("log-keys", "Keys of the log"),
    ("outside-copy", "The copy outside"),
    ("witnesses", "Witnesses"),
    ("rotation", "Closing a log and opening the next"),
    ("checking-the-log", "Checking the log"),
    ("archive", "Archives"),
    ("mail-audit", "The mail audit"),
)
