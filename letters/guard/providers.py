"""Where very many people have their mail: blocking one of these shuts out a country rather than a troublemaker."""

from collections.abc import Iterable

WORLDWIDE = """
    gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com rocketmail.com icloud.com
    me.com mac.com aol.com proton.me protonmail.com pm.me zoho.com fastmail.com mail.com gmx.com tutanota.com
    tuta.com hey.com
"""
IN_ONE_COUNTRY = """
    gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de posteo.de mailbox.org arcor.de hotmail.de live.de
    outlook.de yahoo.de bluewin.ch orange.fr wanadoo.fr free.fr laposte.net sfr.fr hotmail.fr live.fr outlook.fr
    yahoo.fr libero.it virgilio.it tiscali.it alice.it hotmail.it yahoo.it hotmail.es yahoo.es telefonica.net sapo.pt
    ziggo.nl kpnmail.nl xs4all.nl planet.nl telenet.be skynet.be btinternet.com sky.com virginmedia.com talktalk.net
    hotmail.co.uk live.co.uk yahoo.co.uk eircom.net telia.com online.no wp.pl o2.pl onet.pl interia.pl seznam.cz
    centrum.cz azet.sk freemail.hu abv.bg ukr.net mail.ru bk.ru inbox.ru list.ru yandex.ru yandex.com rambler.ru
    comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net rogers.com shaw.ca bell.net
    uol.com.br bol.com.br terra.com.br yahoo.com.br yahoo.com.mx yahoo.com.ar bigpond.com optusnet.com.au
    yahoo.com.au xtra.co.nz qq.com 163.com 126.com sina.com yahoo.co.jp docomo.ne.jp ezweb.ne.jp naver.com daum.net
    hanmail.net rediffmail.com yahoo.co.in walla.co.il
"""
LARGE = frozenset((WORLDWIDE + IN_ONE_COUNTRY).split())


def large_within(domain: str, providers: Iterable[str] = LARGE) -> list[str]:
    """The large providers that a block of this domain would shut out, itself and all below it."""
    return sorted(one for one in providers if one == domain or one.endswith(f".{domain}"))
