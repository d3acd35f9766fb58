"""What stands among the verbs and writes no history of its own, by the reason why not."""

STEP = "a step inside other verbs, which tell of it"
QUESTION = "it asks, and changes nothing"
KEPT = "every text that is kept is a revision with its writer and its time"
CLOCK = "the clock forgets what was promised to be forgotten; to name it once more would keep it"
CLEANING = "what it deletes is shown by nobody and named by no row"
OWED = "it owes mail, which the outbox keeps account of"
ANYBODY = "anybody may do it by typing an address; what counts is confirmed, and then told by the public log"
COUNTING = "it writes down numbers of rows, which anybody could count again"
READING = "who reads what just now is nobody's history"
TOLD_BY_ROWS = "its row is the record: what was said, when, and where it was said"

SILENT: dict[str, dict[str, tuple[str, ...]]] = {
    STEP: {
        "accounts.actions.people": ("forget_password_of_a_stranger",),
        "accounts.actions.site": ("demand_another_administrator",),
        "accounts.actions.teams": ("lock", "lock_for"),
        "letters.signing.actions.entering": (
            *("enter", "change", "leave", "readdress", "strike_out", "bring_back", "forget_opening"),
        ),
        "letters.signing.actions.heading": ("unask",),
        "letters.updates.actions.steps": ("held", "move", "stop_older"),
        "letters.writing.actions.amending": ("amend_by",),
        "letters.writing.actions.handing": (
            *("held", "locked", "hand_in", "hand_in_afterwards", "conclude", "draft_of", "draft_follows"),
            "without_note",
        ),
        "letters.writing.actions.publishing": ("release",),
        "letters.writing.actions.steps": ("hold", "demand_publisher", "move", "freeze", "freeze_translation"),
        "letters.writing.actions.translating": ("publish_translation",),
    },
    QUESTION: {
        "accounts.actions.invitations": ("is_for", "identity_of"),
        "letters.moderation.actions.reporting": ("shown_at",),
        "letters.signing.actions.asking": ("is_answered",),
        "letters.signing.actions.denying": ("standing",),
        "letters.signing.actions.readdressing": ("standing", "suppression_of"),
        "letters.updates.actions.steps": ("name_of",),
        "letters.updates.actions.writing": ("text_of",),
        "letters.writing.actions.illustrating": ("is_shown",),
        "letters.writing.actions.steps": ("may_set_beside", "says_the_same"),
    },
    KEPT: {"letters.writing.actions.drafting": ("open_draft", "keep", "rewrite")},
    CLOCK: {
        "accounts.actions.invitations": ("forget_unanswered",),
        "letters.moderation.actions.claiming": ("forget_expired",),
        "letters.moderation.actions.forgetting": ("forget_cleared_words",),
        "letters.moderation.actions.sweeping": ("forget_reporters",),
        "letters.signing.actions.sweeping": ("erase_unconfirmed", "forget_networks"),
    },
    CLEANING: {"letters.writing.actions.illustrating": ("drop_orphans",)},
    OWED: {
        "letters.moderation.actions.sweeping": ("tell_submitted",),
        "letters.signing.actions.heading": ("ask_first_signers", "rank_first_signers"),
        "letters.signing.actions.reminding": ("remind",),
        "letters.signing.actions.readdressing": ("ask_new_mailbox",),
        "letters.signing.actions.resending": ("resend", "send_link", "recall"),
        "letters.updates.actions.fanning": ("owe_next",),
        "letters.updates.actions.sending": ("send_to_self",),
    },
    ANYBODY: {"letters.signing.actions.signing": ("sign",), "letters.signing.actions.confirming": ("confirm",)},
    READING: {
        "letters.moderation.actions.claiming": ("claim", "release"),
        "letters.writing.actions.drafting": ("be_seen",),
    },
    COUNTING: {"letters.updates.actions.following": ("look",)},
    TOLD_BY_ROWS: {"letters.moderation.actions.reporting": ("report",)},
}

NAMES = [f"{module}.{name}" for modules in SILENT.values() for module, names in modules.items() for name in names]
