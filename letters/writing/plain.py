"""A letter's Markdown as plain text, for whoever reads no HTML: the words without their marks."""

from textwrap import indent

from markdown_it.tree import SyntaxTreeNode as Node

from letters.writing.rendering import blocks_of

RULE = "* * *"
_BREAKS = frozenset(("softbreak", "hardbreak"))


def in_words(body: str, *, title: str = "") -> str:
    """A link has its address behind it, and of a picture there are its words.

    A first heading that repeats the title is left out, as the page does it.
    """
    return _within(Node(blocks_of(body, title=title)))


def _within(node: Node, between: str = "\n\n") -> str:
    return between.join(filter(None, map(_block, node.children)))


def _block(node: Node) -> str:
    if node.type in ("bullet_list", "ordered_list"):
        return _list(node)
    if node.type == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in _within(node).splitlines())
    if node.type == "hr":
        return RULE
    return _line(node) if node.children else node.content.rstrip("\n")


def _list(node: Node) -> str:
    """Its items stand as close as the page sets them."""
    is_close = any(block.hidden for item in node.children for block in item.children)
    between = "\n" if is_close else "\n\n"
    items = enumerate(node.children, start=int(node.attrs.get("start", 1)))
    numbered = ((f"{number}. " if node.type == "ordered_list" else "- ", item) for number, item in items)
    return between.join(_item(mark, _within(item, between)) for mark, item in numbered)


def _item(mark: str, text: str) -> str:
    return mark + indent(text, " " * len(mark)).lstrip(" ")


def _line(node: Node) -> str:
    return "".join(map(_span, node.children))


def _span(node: Node) -> str:
    if node.type in _BREAKS:
        return "\n"
    if node.type == "picture":
        return f"[{node.content}]"
    words = _line(node) if node.children else node.content
    return _with_address(words, str(node.attrs["href"])) if node.type == "link" else words


def _with_address(words: str, href: str) -> str:
    address = href.removeprefix("mailto:")
    return words if words in (address, href) else f"{words} ({address})"
