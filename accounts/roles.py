"""Who may do what: the one table that decides; doors read it, and a test walks every address of the site by it."""

from enum import Enum


class Act(Enum):
    """What a member of a team may want to do with it and its letters."""

    READ = "read"  # drafts, counts, what the public does not see yet
    WRITE = "write"  # drafts and translations, first signers, news to signers before it is sent
    PUBLISH = "publish"  # whatever signers and the public cannot be made to forget
    EXPORT = "export"  # signers' data, which leaves the site for good
    MANAGE = "manage"  # members and their roles


MAY: dict[str, frozenset[Act]] = {
    "owner": frozenset(Act),
    "editor": frozenset({Act.READ, Act.WRITE}),
    "viewer": frozenset({Act.READ}),
}


class Who(Enum):
    """Whom a page is for that belongs to no team."""

    ANYBODY = "anybody"
    HOLDER = "holder"  # whoever has the link from a mail
    ENTERING = "entering"  # whoever is in the middle of signing in; everybody else begins anew
    PERSON = "person"  # whoever has signed in
    MODERATOR = "moderator"  # with a second factor
    ADMINISTRATOR = "administrator"  # with a second factor
    MACHINE = "machine"  # the operator's programs, by token or network
    TRIAL = "trial"  # everybody on a machine where the site is only tried out, and nobody elsewhere


# Every address of the site by the name of its view, allauth's among them; tests/accounts/test_every_address.py knocks
# at each as everybody. A door's rows stand together, in the order of its urls.py.
PAGES: dict[str, Act | Who] = {
    # The operator's
    "up": Who.ANYBODY,
    "ready": Who.ANYBODY,
    "metrics": Who.MACHINE,
    "mail_hook": Who.MACHINE,
    "inbox": Who.TRIAL,
    "inbox-mail": Who.TRIAL,
    "inbox-html": Who.TRIAL,
    "inbox-attachment": Who.TRIAL,
    "admin:*": Who.ADMINISTRATOR,
    # Machines'
    "api:count": Who.ANYBODY,
    "api:logs": Who.ANYBODY,
    "api:checkpoint": Who.ANYBODY,
    "api:cosigned": Who.ANYBODY,
    "api:follows": Who.ANYBODY,
    "api:vkey": Who.ANYBODY,
    "api:policy": Who.ANYBODY,
    "api:tile": Who.ANYBODY,
    "api:receipt": Who.ANYBODY,
    "api:openings": Who.ANYBODY,
    "api:text": Who.ANYBODY,
    # Readers' and signers'
    "pages:confirm": Who.HOLDER,
    "pages:front": Who.ANYBODY,
    "pages:about": Who.ANYBODY,
    "pages:privacy": Who.ANYBODY,
    "pages:how": Who.ANYBODY,
    "pages:manual_index": Who.ANYBODY,
    "pages:manual": Who.ANYBODY,
    "pages:transparency": Who.ANYBODY,
    "pages:image": Who.ANYBODY,
    "pages:letters": Who.ANYBODY,
    "pages:letter": Who.ANYBODY,
    "pages:version": Who.ANYBODY,
    "pages:translation": Who.ANYBODY,
    "pages:signatures": Who.ANYBODY,
    "pages:updates": Who.ANYBODY,
    "pages:feed": Who.ANYBODY,
    "pages:log": Who.ANYBODY,
    "pages:entry": Who.ANYBODY,
    "pages:later_log": Who.ANYBODY,
    "pages:later_entry": Who.ANYBODY,
    "pages:deny": Who.HOLDER,
    "pages:no_invitations": Who.HOLDER,
    "pages:organizer_mail": Who.HOLDER,
    "pages:sign": Who.ANYBODY,
    "pages:sent": Who.ANYBODY,
    "pages:send_again": Who.ANYBODY,
    "pages:report": Who.ANYBODY,
    "pages:reported": Who.ANYBODY,
    "pages:signed": Who.ANYBODY,
    "pages:receipt": Who.ANYBODY,
    "pages:letter_verify_file": Who.ANYBODY,
    "pages:verify": Who.ANYBODY,
    "pages:check_log": Who.ANYBODY,
    "pages:verify_file": Who.ANYBODY,
    "pages:find": Who.ANYBODY,
    "pages:link_sent": Who.ANYBODY,
    "pages:signature": Who.HOLDER,
    "pages:correct_address": Who.HOLDER,
    "pages:mail_again": Who.HOLDER,
    "pages:move": Who.HOLDER,
    "pages:hide": Who.HOLDER,
    "pages:withdraw": Who.HOLDER,
    "pages:erase": Who.HOLDER,
    "pages:export": Who.HOLDER,
    "pages:own_receipt": Who.HOLDER,
    "pages:unsubscribe": Who.HOLDER,
    # Accounts'
    "accounts:you": Who.PERSON,
    "accounts:ask_old_mailbox": Who.PERSON,
    "accounts:second_factor": Who.PERSON,
    "account_login": Who.ANYBODY,
    "account_logout": Who.ANYBODY,
    "account_inactive": Who.ANYBODY,
    "account_signup": Who.ANYBODY,
    "account_signup_by_passkey": Who.ANYBODY,
    "account_reauthenticate": Who.PERSON,
    "account_email": Who.PERSON,
    "account_email_verification_sent": Who.ENTERING,
    "account_change_password": Who.PERSON,
    "account_set_password": Who.PERSON,
    "account_reset_password": Who.ANYBODY,
    "account_confirm_login_code": Who.ENTERING,
    "account_confirm_password_reset_code": Who.ENTERING,
    "account_complete_password_reset": Who.ENTERING,
    "account_password_reset_completed": Who.ANYBODY,
    "account_request_login_code": Who.ANYBODY,
    "mfa_authenticate": Who.ENTERING,
    "mfa_login_webauthn": Who.ENTERING,
    "mfa_signup_webauthn": Who.ENTERING,
    "mfa_index": Who.PERSON,
    "mfa_activate_totp": Who.PERSON,
    "mfa_deactivate_totp": Who.PERSON,
    "mfa_add_webauthn": Who.PERSON,
    "mfa_edit_webauthn": Who.PERSON,
    "mfa_list_webauthn": Who.PERSON,
    "mfa_remove_webauthn": Who.PERSON,
    "mfa_reauthenticate": Who.PERSON,
    "mfa_reauthenticate_webauthn": Who.PERSON,
    "mfa_view_recovery_codes": Who.PERSON,
    "mfa_generate_recovery_codes": Who.PERSON,
    "mfa_download_recovery_codes": Who.PERSON,
    "usersessions_list": Who.PERSON,
    "socialaccount_login_cancelled": Who.ANYBODY,
    "socialaccount_login_error": Who.ANYBODY,
    "socialaccount_signup": Who.ENTERING,
    "socialaccount_connections": Who.PERSON,
    "github_login": Who.ANYBODY,
    "github_callback": Who.ANYBODY,
    "orcid_login": Who.ANYBODY,
    "orcid_callback": Who.ANYBODY,
    "openid_connect_login": Who.ANYBODY,
    "openid_connect_callback": Who.ANYBODY,
    # Organizers'
    "studio:home": Who.PERSON,
    "studio:new": Who.PERSON,
    "studio:letter": Act.READ,
    "studio:submit": Act.PUBLISH,
    "studio:take_back": Act.PUBLISH,
    "studio:appeal": Act.PUBLISH,
    "studio:amend": Act.PUBLISH,
    "studio:close": Act.PUBLISH,
    "studio:open_again": Act.PUBLISH,
    "studio:archive": Act.PUBLISH,
    "studio:deliver": Act.PUBLISH,
    "studio:respond": Act.PUBLISH,
    "studio:translations": Act.READ,
    "studio:begin_translation": Act.WRITE,
    "studio:submit_translation": Act.PUBLISH,
    "studio:write": Act.WRITE,
    "studio:revisions": Act.READ,
    "studio:particulars": Act.WRITE,
    "studio:images": Act.WRITE,
    "studio:image": Act.READ,
    "studio:remove_image": Act.WRITE,
    "studio:preview": Act.READ,
    "studio:teams": Who.PERSON,
    "studio:team": Act.READ,
    "studio:name_team": Act.MANAGE,
    "studio:invite": Act.MANAGE,
    "studio:withdraw_invitation": Act.MANAGE,
    "studio:change_role": Act.MANAGE,
    "studio:remove_member": Act.MANAGE,
    "studio:hand_over": Act.MANAGE,
    "studio:leave_team": Act.READ,
    "studio:invitation": Who.HOLDER,
    "studio:decline_invitation": Who.HOLDER,
    "studio:questions": Act.WRITE,
    "studio:question": Act.WRITE,
    "studio:move_question": Act.WRITE,
    "studio:retire_question": Act.WRITE,
    "studio:first_signers": Act.WRITE,
    "studio:move_first_signer": Act.WRITE,
    "studio:remove_first_signer": Act.WRITE,
    "studio:signatures": Act.READ,
    "studio:export_signatures": Act.EXPORT,
    "studio:hide_signature": Act.WRITE,
    "studio:raise_signature": Act.WRITE,
    "studio:figures": Act.READ,
    "studio:paper": Act.PUBLISH,
    "studio:undo_paper": Act.PUBLISH,
    "studio:updates": Act.READ,
    "studio:new_update": Act.WRITE,
    "studio:update": Act.READ,
    "studio:write_update": Act.WRITE,
    "studio:preview_update": Act.READ,
    "studio:delete_update": Act.WRITE,
    "studio:choose_audience": Act.WRITE,
    "studio:send_update": Act.PUBLISH,
    "studio:pause_update": Act.PUBLISH,
    "studio:go_on_update": Act.PUBLISH,
    "studio:cancel_update": Act.PUBLISH,
    "studio:test_update": Act.WRITE,
    "studio:my_data": Who.PERSON,
    "studio:export_my_data": Who.PERSON,
    "studio:close_account": Who.PERSON,
    "studio:come_back": Who.PERSON,
    # Moderators'
    "desk:home": Who.MODERATOR,
    "desk:letters": Who.MODERATOR,
    "desk:letter": Who.MODERATOR,
    "desk:submission": Who.MODERATOR,
    "desk:reports": Who.MODERATOR,
    "desk:case": Who.MODERATOR,
    "desk:decisions": Who.MODERATOR,
    "desk:undo": Who.MODERATOR,
    "desk:keep_claim": Who.MODERATOR,
    "desk:give_back": Who.MODERATOR,
    "desk:image": Who.MODERATOR,
    "desk:history": Who.MODERATOR,
    "desk:signatures": Who.MODERATOR,
    "desk:signature": Who.MODERATOR,
    "desk:look_at_name": Who.MODERATOR,
    "desk:bulk": Who.MODERATOR,
    "desk:do_bulk": Who.MODERATOR,
    "desk:bulk_done": Who.MODERATOR,
    "desk:undo_bulk": Who.MODERATOR,
    "desk:preview_block_of": Who.MODERATOR,
    "desk:blocks": Who.MODERATOR,
    "desk:preview_block": Who.MODERATOR,
    "desk:do_block": Who.MODERATOR,
    "desk:lift_block": Who.MODERATOR,
    "desk:mail": Who.ADMINISTRATOR,
    "desk:preview_mail": Who.ADMINISTRATOR,
    "desk:do_mail": Who.ADMINISTRATOR,
    "desk:people": Who.ADMINISTRATOR,
    "desk:site_role": Who.ADMINISTRATOR,
    "desk:trust": Who.ADMINISTRATOR,
}


def roles_for(act: Act) -> list[str]:
    """Every role that may do this, for a query."""
    return [role for role, acts in MAY.items() if act in acts]


def need_of(page: str) -> Act | Who:
    """What a page asks of its visitor; a page that stands in no row is a mistake of ours, and opens to nobody."""
    return PAGES[page]
