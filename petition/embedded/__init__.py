"""The embedded PostgreSQL and Redis, and the supervisor that keeps a whole site running on one machine.

Nothing here imports Django, so that it starts at once and works while the site's own code is broken.
"""
