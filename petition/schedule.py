"""The clockwork: every recurring task, with its pace and its reason."""

from celery.schedules import crontab

from petition.celery import app

app.conf.beat_schedule = {
    # Finds the mail whose doorbell was lost, and what is due only now; asking costs one small query.
    "deliver the outbox": {
        "task": "petition.outbox.tasks.deliver_outbox",
        "schedule": 3,
        "options": {"expires": 3},
    },
    # What the operator retries of news that had ended makes it go once more; asking is one small query.
    "end reopened mailings": {
        "task": "petition.outbox.tasks.end_reopened_mailings",
        "schedule": 60,
        "options": {"expires": 60},
    },
    # Data minimisation: an address is needed until its mail arrived and its links are over.
    "forget recipients": {
        "task": "petition.outbox.tasks.forget_recipients",
        "schedule": crontab(hour="3", minute="10"),
    },
    # The same for networks in the history, as the privacy page promises.
    "forget networks": {
        "task": "petition.audit.tasks.forget_networks",
        "schedule": crontab(hour="3", minute="20"),
    },
    # A letter is closed for signing by its date at once; this only lets its state say so.
    "close letters": {
        "task": "letters.tasks.close_letters",
        "schedule": 60,
        "options": {"expires": 60},
    },
    # A team that hands in a text hears within a minute that the desk has it.
    "tell of submissions": {
        "task": "letters.tasks.tell_submitted",
        "schedule": 60,
        "options": {"expires": 60},
    },
    # Before the working day of most of Europe; nobody is written to on a day when nothing waits.
    "tell moderators": {
        "task": "letters.tasks.tell_moderators",
        "schedule": crontab(hour="6", minute="0"),
    },
    # A reporter's address serves one mail, which goes out half an hour after the decision.
    "forget reporters": {
        "task": "letters.tasks.forget_reporters",
        "schedule": crontab(minute="20"),
    },
    # Who had an item open when their browser was closed; nobody waits for that, a claim ends by itself.
    "forget claims": {
        "task": "letters.tasks.forget_claims",
        "schedule": crontab(minute="25"),
    },
    # A team that names a minute sees its letter out within it; asking is one small query.
    "publish letters": {
        "task": "letters.tasks.publish_letters",
        "schedule": 20,
        "options": {"expires": 20},
    },
    # Whoever amends waits for no mail, and signers hear of it while the letter is still open to leave.
    "tell of amendments": {
        "task": "letters.tasks.tell_amendments",
        "schedule": 60,
        "options": {"expires": 60},
    },
    # Whoever confirms waits for no mail to an organizer, and organizers for half a minute at most.
    "tell of milestones": {
        "task": "letters.tasks.tell_milestones",
        "schedule": 30,
        "options": {"expires": 30},
    },
    # A team that sends or pauses watches; where no update is on its way, asking is a small query or three.
    "begin updates": {
        "task": "letters.tasks.begin_updates",
        "schedule": 3,
        "options": {"expires": 3},
    },
    "owe updates": {
        "task": "letters.tasks.owe_updates",
        "schedule": 3,
        "options": {"expires": 3},
    },
    "follow updates": {
        "task": "letters.tasks.follow_updates",
        "schedule": 3,
        "options": {"expires": 3},
    },
    # Before the working day of most of Europe; the later rounds are for a clock that stood still.
    "tell organizers": {
        "task": "letters.tasks.tell_organizers",
        "schedule": crontab(minute="10", hour="6-18/4"),
    },
    # Whoever wants one mail a week gets it on Friday; the later rounds are for a clock that stood still.
    "tell the week": {
        "task": "letters.tasks.tell_the_week",
        "schedule": crontab(minute="5", hour="8,14,20", day_of_week="fri"),
    },
    # Whom a team asks to sign first hears of it within a minute of the letter's publication.
    "ask first signers": {
        "task": "letters.tasks.ask_first_signers",
        "schedule": 60,
        "options": {"expires": 60},
    },
    # Whoever confirms waits for no place at the head of the list, and the list for half a minute at most.
    "rank first signers": {
        "task": "letters.tasks.rank_first_signers",
        "schedule": 30,
        "options": {"expires": 30},
    },
    # A page of figures can't count a million rows; asking which letters have grown is one query.
    "count where signers came from": {
        "task": "letters.tasks.count_origins",
        "schedule": 60,
        "options": {"expires": 60},
    },
    # Writes the entries of processes that ended between a change and its place in the log; asking is one small query.
    "sequence the logs": {
        "task": "letters.tasks.sequence_waiting",
        "schedule": 60,
        "options": {"expires": 60},
    },
    # What somebody has seen of a log must outlive this database; asking whether there is news is one query.
    "copy the logs": {
        "task": "letters.tasks.copy_logs",
        "schedule": 5,
        "options": {"expires": 5},
    },
    # Finds a database that went back, and mends a copy that somebody else has touched.
    "look over the copies": {
        "task": "letters.tasks.look_over_copies",
        "schedule": crontab(minute="50"),
    },
    # The site's log tells witnesses, and through them everybody, which checkpoints there were; then they are asked.
    "list checkpoints": {
        "task": "letters.tasks.list_checkpoints",
        "schedule": 60,
        "options": {"expires": 60},
    },
    # Past the round of those whose address is erased, so that nobody is reminded of what is gone.
    "remind signers": {
        "task": "letters.tasks.remind_signers",
        "schedule": crontab(minute="50"),
        "options": {"expires": 1800},
    },
    # Strangers' addresses go when the links in their mails no longer work.
    "erase unconfirmed signatures": {
        "task": "letters.tasks.erase_unconfirmed",
        "schedule": crontab(minute="40"),
    },
    "forget the networks of signatures": {
        "task": "letters.tasks.forget_networks",
        "schedule": crontab(hour="3", minute="30"),
    },
    # Words that a moderator took away are kept, sealed, only while that can be undone.
    "forget cleared words": {
        "task": "letters.tasks.forget_cleared_words",
        "schedule": crontab(minute="*/10"),
    },
    # A storage that fails just when an image is taken away leaves its file behind.
    "drop orphaned images": {
        "task": "letters.tasks.drop_orphaned_images",
        "schedule": crontab(hour="3", minute="55"),
    },
    # Whoever closed an account has two weeks to come back, and a right to be gone after that.
    "erase closed accounts": {
        "task": "letters.tasks.erase_closed_accounts",
        "schedule": crontab(minute="35"),
    },
    # The address of an account that nobody proved may be a stranger's.
    "forget unproven accounts": {
        "task": "accounts.tasks.forget_unproven_accounts",
        "schedule": crontab(hour="3", minute="40"),
    },
    # Whoever did not answer an invitation may not even know this site.
    "forget unanswered invitations": {
        "task": "accounts.tasks.forget_unanswered_invitations",
        "schedule": crontab(hour="3", minute="45"),
    },
    "clear old sessions": {
        "task": "accounts.tasks.clear_old_sessions",
        "schedule": crontab(hour="3", minute="50"),
    },
}
