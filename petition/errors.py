from petition.middleware import Door


def RefusalsBecomePages(door: Door) -> Door:
    return door
