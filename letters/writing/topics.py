"""What letters are about: a fixed list, so that readers find them and nobody's word for it makes a new one."""

from django.utils.translation import gettext_lazy as _

TOPICS_AT_MOST = 3

TOPICS = {
    "art": _("Art and culture"),
    "work": _("Work and pay"),
    "technology": _("Technology and data"),
    "science": _("Science and research"),
    "education": _("Education"),
    "media": _("Press and media"),
    "health": _("Health and care"),
    "climate": _("Climate and nature"),
    "animals": _("Animals"),
    "housing": _("Housing and cities"),
    "transport": _("Transport"),
    "money": _("Economy and taxes"),
    "rights": _("Human rights"),
    "migration": _("Migration and asylum"),
    "peace": _("Peace and security"),
    "democracy": _("Democracy and justice"),
    "community": _("Community and belief"),
    "sport": _("Sport"),
}
