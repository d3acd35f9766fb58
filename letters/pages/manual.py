"""The operator's manual: its pages in the order in which somebody who sets up a site meets them."""

PAGES = (
    ("public-log", "The public log"),
    ("log-keys", "Keys of the log"),
    ("outside-copy", "The copy outside"),
    ("witnesses", "Witnesses"),
    ("rotation", "Closing a log and opening the next"),
    ("checking-the-log", "Checking the log"),
    ("archive", "Archives"),
    ("mail-audit", "The mail audit"),
)
