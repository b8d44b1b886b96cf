"""Sixty texts that somebody who means harm could type where a paper prints what was typed."""

SECRET = "SECRET-7f3a9c"  # what the file holds that nobody may read

SVG = "http://www.w3.org/2000/svg"


def payloads(base: str, path: str) -> list[str]:
    """``base``: a web server that remembers what it is asked; ``path``: of a file that holds ``SECRET``."""
    reach = [f"file://{path}", path, f"{base}/x", base.replace("http:", "") + "/x", "ftp://127.0.0.1/x"]
    called = [
        '<img src="{}">', "<img alt=a srcset='{} 2x'>", '<link rel=stylesheet href="{}">',
        '<link rel=attachment href="{}">', '<a rel=attachment href="{}">x</a>', '<object data="{}"></object>',
        '<embed src="{}">', '<iframe src="{}"></iframe>', '<style>@import "{}";</style>',
    ]  # fmt: skip
    # Each way to call with the file by its address and with the server; then the other spellings.
    found = [way.format(target) for way in called for target in (reach[0], reach[2])]
    found += [f'<img src="{target}">' for target in (reach[1], reach[3], reach[4])]
    found += [
        f'<style>*{{background:url("{base}/x")}}</style>',
        f"<p style=\"background:url('{reach[0]}')\">x</p>",
        f"<style>@font-face{{font-family:a;src:url({base}/x)}}*{{font-family:a}}</style>",
        f'<style>*{{content:url("{base}/x")}}</style>',
        f"<base href={base}/><img src=x>",
        f'<meta http-equiv=refresh content="0;url={base}/x">',
        f"<script>fetch('{base}/x')</script>",
        f"<svg><script>fetch('{base}/x')</script></svg>",
        f'<svg><image href="{reach[0]}" width=9 height=9 /></svg>',
        f'<svg><image xlink:href="{base}/x" width=9 height=9 /></svg>',
        f'<svg><use href="{base}/x#a"/></svg>',
        f'<svg><foreignObject><img src="{base}/x"></foreignObject></svg>',
        f"<svg onload=\"fetch('{base}/x')\"/>",
        f"<img src=\"data:image/svg+xml,<svg xmlns='{SVG}'><image href='{base}/x'/></svg>\">",
        f'<!DOCTYPE a [<!ENTITY b SYSTEM "{reach[0]}">]><a>&b;</a>',
        f'<!DOCTYPE a SYSTEM "{base}/x">',
        f'<?xml-stylesheet href="{base}/x"?>',
        f'<xi:include href="{reach[0]}" parse="text"/>',
        f'<video poster="{base}/x"><source src="{base}/y"></video>',
        f'<audio src="{base}/x"></audio>',
        f'<body background="{base}/x">',
        f"<table background={base}/x><tr><td>x</table>",
        f'<a href="{reach[0]}">x</a><a href="javascript:alert(1)">y</a>',
        f'"><img src="{base}/x">',
        f"'); background:url({base}/x); content:('",
        f"</p></main></body></html><img src={base}/x>",
        f"{{% include '{path}' %}}{{{{ settings.SECRET_KEY }}}}",
        "{{ 7|add:'7' }}{% load static %}{% debug %}",
        "\u202e000 000 5\u202c : 500 000",
        "\u2067א123\u2069 \u200f\u200e\u061c montant",
        "a\u200bb\u200cc\u200dd\u2060e\ufefff",
        "e\u0301" * 20 + "Z\u0351\u036b\u0343\u036a\u0302" * 8,
        "W" * 120,
        "\u00ad" * 40 + "mot",
        "1\u00a0000\u00a0000" * 12,
        "😀👩🏾‍⚕️🇲🇱 𝕏 ߒߞߏ ⴰⵎⴰⵣⵉⵖ ﷽",
        "\U000e0041\U000e0042\ufffe\uffff tag",
        "<" * 60 + "&" * 20,
        "&lt;img src=x&gt; &#x3c;b&#x3e; &amp;amp;",
        "-->]]></style></script></textarea><!--",
        "<table>" * 12 + "<tr><td>x",
    ]
    return found


# What a database may refuse, a paper must bear.
RAW = ("\x00NUL\x00\x00", "\x07\x08\x1b[31mrouge", "\x85\x9f", "\ud800 seul", "<td>" * 300)
