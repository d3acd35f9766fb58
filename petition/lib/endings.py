"""Endings that make mail clients and readers see a web address; not every ending there is, but those in use."""

_COUNTRIES = """
ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg
ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh
gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr
kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf
ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm
sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf
ws ye yt za zm zw
"""
_OTHERS = """
academy agency app art arpa asia associates audio auction band bar beauty berlin best bet bid bike bio biz black blog
blue bond boutique build business buzz cafe cam camp capital care careers casa cash casino cat center chat cheap
christmas church city claims click clinic clothing cloud club codes coffee college com community company computer
consulting cool coop country coupons courses credit cyou dance date dating day deals degree delivery dental design dev
diet digital direct directory doctor domains download earth edu education email energy engineer enterprises equipment
estate events exchange expert express fail faith family fans farm fashion film finance financial fish fit fitness
flights florist foundation fun fund fyi gallery game games garden gift gifts gives global gmbh gold golf gov graphics
gratis green group guide guru hair health help homes horse hospital host hosting house icu immo inc info ink institute
int international investments jobs kim kitchen land law lawyer lease legal life lighting limited limo link live llc
loan loans lol london love ltd luxury management market marketing mba media men menu mil mobi mom money monster movie
museum music name net network news ngo ninja nyc one online ong onl onion org page paris partners parts party pet phd
photo photography photos pics pictures pink pizza plus poker porn press pro productions promo properties property pub
quest racing radio realty recipes red rehab rent repair report republican rest restaurant review reviews rip rocks run
sale salon sbs school schule science security services sex sexy shiksha shoes shop shopping show singles site ski skin
social software solar solutions space sport store stream studio style sucks supplies supply support surf surgery swiss
systems tattoo tax taxi team tech technology tel tennis theater tips tires today tokyo tools top tours town toys trade
trading training travel tube university uno vacations ventures vet video villas vin vip vision vodka vote voyage wang
watch website wedding wien wiki win wine work works world wtf xxx xyz yoga zip zone
бел бг дети ею мкд мон москва онлайн орг рус рф сайт срб укр қаз ελ ευ հայ გე
امارات عمان عراق مصر السعودية المغرب الجزائر فلسطين قطر تونس سورية اردن شبكة موقع ایران پاکستان
भारत ভারত বাংলা ไทย 中国 中國 台湾 台灣 香港 澳門 新加坡 公司 网络 网址 商城 在线 한국 닷컴 닷넷 コム みんな
"""

COUNTRIES = frozenset(_COUNTRIES.split())
ENDINGS = COUNTRIES | frozenset(_OTHERS.split())
