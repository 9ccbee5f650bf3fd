"""Holds every page of a site to its links: python3 site_links.py FOLDER

Each link leads to a file and a place in it that are there, no name of a place is
given twice, and nothing but what a reader may click on leads out of the folder.
"""
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

EMPTY = {"meta", "link", "input", "br", "hr", "img", "rect", "line", "circle", "path"}


class Page(HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.ids, self.links, self.loads, self.faults, self.open = [], [], [], [], []
        self.feed(path.read_text(encoding="utf-8"))
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_startendtag(self, tag, attributes):
        self.take(tag, dict(attributes))

    def handle_starttag(self, tag, attributes):
        self.take(tag, dict(attributes))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else, line {self.getpos()[0]}")
            self.open = []

    def take(self, tag, attributes):
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        for name in ("src", "action", "poster", "data") + (("href",) if tag != "a" else ()):
            if name in attributes:
                self.loads.append(attributes[name])
        for name in ("for", "aria-labelledby", "aria-describedby"):
            if name in attributes:
                self.links.append("#" + attributes[name])


def faults_of(folder):
    pages = {path.resolve(): Page(path) for path in sorted(folder.rglob("*.html"))}
    for path, page in pages.items():
        yield from (f"{path}: {fault}" for fault in page.faults)
        yield from (f"{path}: the id {one} is there twice" for one in set(page.ids) if page.ids.count(one) > 1)
        for url in page.links + page.loads:
            parts = urlsplit(url)
            if parts.scheme in ("https", "http", "mailto") and url in page.links or url == "data:,":
                continue
            if parts.scheme or parts.netloc:
                yield f"{path}: {url} is loaded from elsewhere"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if folder.resolve() not in target.parents or not target.is_file():
                yield f"{path}: {url} leads nowhere"
            elif parts.fragment and unquote(parts.fragment) not in pages[target].ids:
                yield f"{path}: {url} leads to no place in it"
    for path in [*folder.glob("*.css"), *folder.glob("script.js")]:
        for found in re.findall(r"https?://|//[a-z]+\.[a-z]|@import|url\(|fetch\(|XMLHttpRequest|WebSocket", path.read_text()):
            yield f"{path}: {found}"


if __name__ == "__main__":
    told = list(faults_of(Path(sys.argv[1])))
    print("\n".join(told))
    sys.exit(1 if told else 0)
