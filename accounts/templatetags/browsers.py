from django.template import Library

from accounts.browsers import name_of

register = Library()
register.filter("browser", name_of)
