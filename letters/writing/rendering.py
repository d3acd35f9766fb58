"""A letter's Markdown as safe HTML: CommonMark with every line break kept, then an allow-list."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from letters.writing.documents import tidy
from letters.writing.glyphs import Line, lines_of
from letters.writing.renderings import Renderings

# Images of ours and no others: their key, and the size that keeps the page from jumping while they come.
PICTURE = re.compile(
    r"!\[(?P<alt>(?:[^\]\\\n]|\\.){1,500}+)\]"
    r"\(image:(?P<key>[0-9a-f]{32})-(?P<width>[1-9][0-9]{0,3})x(?P<height>[1-9][0-9]{0,3})\)"
)
# Whatever somebody meant as one, well-formed or not. Bounded and never read twice, since a text of nothing but
# openings would otherwise be searched from each of them to its end.
PICTURES_WANTED = re.compile(r"!\[(?:[^\]\\\n]|\\.){0,600}+\]\(\s*<?image:", re.IGNORECASE)
PICTURES_AT = "/image/"
PICTURE_ADDRESS = re.compile(rf"{PICTURES_AT}[0-9a-f]{{32}}\.webp")
_ESCAPED = re.compile(r"\\(\W)")
# As this renderer writes it, once cleaned.
_IMG = re.compile(r'<img [^>]*?alt="(?P<alt>[^"]*)"[^>]*>')

TAGS = {
    "p",
    "br",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "blockquote",
    "em",
    "strong",
    "a",
    "hr",
    "code",
    "pre",
    "span",
    "img",
}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}, "span": {"aria-hidden"}}
ATTRIBUTES["img"] = {"src", "alt", "width", "height", "loading"}
CLASSES = {
    **{tag: {"glyphs"} for tag in ("p", "h2", "h3", "h4")},
    "span": {"glyphs__bar", "glyphs__words"},
}
SCHEMES = {"http", "https", "mailto"}
ADDRESS = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
# The page's own h1 is the title, so a letter's headings take the three levels below it.
HEADINGS = ("h2", "h3", "h4")

_renderings = Renderings()


def render(body: str, *, title: str = "") -> SafeString:
    """Render a letter's body; a first heading that repeats the title is left to the page."""
    return _renderings.get(body, title, make=_rendered)


def _rendered(body: str, title: str) -> SafeString:
    tokens = list(_with_glyphs(blocks_of(body, title=title)))
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return mark_safe(cleaned(html))  # noqa: S308 - an allow-list has just cleaned it


def blocks_of(body: str, *, title: str = "") -> list[Token]:
    """What a text is made of, before anything is made of it."""
    return _below_the_title(_MARKDOWN.parse(tidy(body)), title)


def with_images_at(html: SafeString, address: str) -> SafeString:
    """The same page with its images from elsewhere: what somebody types can't hold the tag that is looked for."""
    return mark_safe(html.replace(f'<img src="{PICTURES_AT}', f'<img src="{address}')) if address else html  # noqa: S308


def without_pictures(html: SafeString) -> SafeString:
    """The same page for a mail, which fetches nothing: the words of a picture stand where it stood."""
    return mark_safe(_IMG.sub(lambda img: f"<em>[{img['alt']}]</em>", html))  # noqa: S308 - was escaped as it stands


def _plain(alt: str) -> str:
    return _ESCAPED.sub(r"\1", alt).strip()


def pictures_in(body: str) -> Iterator[re.Match[str]]:
    """What a text shows: each picture with its alt, its key, its width and its height."""
    return (found for found in PICTURE.finditer(body) if found["alt"].strip())


def cleaned(html: str) -> str:
    """Leave of any HTML what a letter may show, wherever it came from."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        attribute_filter=_kept,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener ugc",
    )


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """Drop addresses without one of the schemes: relative ones would act as this site's own."""
    if tag == "img" and attribute == "src":
        return value if PICTURE_ADDRESS.fullmatch(value) else None
    return value if attribute != "href" or ADDRESS.match(value) else None


def _markdown() -> MarkdownIt:
    """CommonMark without HTML, without pictures of others, without code by indentation, which verse and slogans use."""
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "xhtmlOut": False})
    markdown.disable(["image", "code"])
    markdown.inline.ruler.before("image", "picture", _picture)
    markdown.add_render_rule("picture", _img)
    markdown.validateLink = lambda url: bool(ADDRESS.match(url))  # type: ignore[method-assign]
    return markdown


def _picture(state: StateInline, silent: bool) -> bool:
    found = PICTURE.match(state.src, state.pos)
    if not found or not (alt := _plain(found["alt"])):
        return False
    if not silent:
        token = state.push("picture", "img", 0)
        token.attrs = {"src": f"{PICTURES_AT}{found['key']}.webp", "alt": alt}
        token.attrs |= {"width": found["width"], "height": found["height"], "loading": "lazy"}
        token.content = alt  # which stands for it where only words are read
    state.pos = found.end()
    return True


def _img(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return f"<img{renderer.renderAttrs(tokens[index])}>"


def _below_the_title(tokens: list[Token], title: str) -> list[Token]:
    if _repeats(tokens, title):
        tokens = tokens[3:]
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    ranks = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = HEADINGS[min(ranks.index(token.tag), len(HEADINGS) - 1)]
    return tokens


def _repeats(tokens: list[Token], title: str) -> bool:
    if len(tokens) < 3 or tokens[0].tag != "h1" or not title:
        return False
    return _words(tokens[1].content) == _words(title) or _words(_text_of(tokens[1])) == _words(title)


def _text_of(inline: Token) -> str:
    return "".join(token.content for token in inline.children or ())


def _words(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _with_glyphs(tokens: list[Token]) -> Iterator[Token]:
    """Give each line of glyphs a block of its own, between what stands before and after it."""
    block = iter(tokens)
    for token in block:
        if token.type not in ("paragraph_open", "heading_open"):
            yield token
            continue
        inline, closing = next(block), next(block)
        lines = list(lines_of(inline.children or []))
        if any(line.is_glyphs for line in lines):
            for part in _parts(lines):
                yield from _block(token, part, closing)
        else:
            yield from (token, inline, closing)


def _parts(lines: list[Line]) -> Iterator[Line]:
    """Join the plain lines that follow each other, so that each part is one block."""
    plain: list[Token] = []
    for line in lines:
        if not line.is_glyphs:
            plain += [Token("softbreak", "br", 0), *line.tokens] if plain else line.tokens
            continue
        if plain:
            yield Line(plain)
        yield line
        plain = []
    if plain:
        yield Line(plain)


def _block(opening: Token, part: Line, closing: Token) -> Iterator[Token]:
    attributes: dict[str, str | int | float] = {"class": "glyphs"} if part.is_glyphs else {}
    # A paragraph hidden in a tight list shows again, or its lines would run together.
    yield opening.copy(attrs=attributes, hidden=False)
    yield Token("inline", "", 0, children=part.tokens)
    yield closing.copy(hidden=False)


_MARKDOWN = _markdown()
