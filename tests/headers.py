"""The headers that every answer carries, whatever it is: they keep a reader's page to its reader."""

import re
from typing import Any

ALWAYS = {
    "X-Content-Type-Options": r"nosniff",
    "X-Frame-Options": r"DENY",
    "Referrer-Policy": r"same-origin",
    "Cross-Origin-Opener-Policy": r"same-origin",
    "Cross-Origin-Resource-Policy": r"same-origin",
    "Permissions-Policy": r".*camera=\(\).*geolocation=\(\).*microphone=\(\).*",
    "Cache-Control": r"(.*private.*|.*no-store.*)",
    "Content-Security-Policy": r".*default-src 'none'.*",
    "X-Request-ID": r"[0-9A-F-]{14}",
}


def faults(response: Any, *, shared: bool = False) -> list[str]:
    """Headers that are missing, or say something else; ``shared``: a file that everybody may keep."""
    headers = response.headers
    wrong = [
        f"{name}: {headers.get(name)}"
        for name, expected in ALWAYS.items()
        if not (shared and name == "Cache-Control") and not re.fullmatch(expected, headers.get(name, ""))
    ]
    policy = headers.get("Content-Security-Policy", "")
    wrong += [f"CSP: {word}" for word in ("unsafe-", " *", "http:", "blob:") if word in policy]
    if "sandbox" not in policy:
        wrong += [
            f"CSP without {word}"
            for word in ("frame-ancestors 'none'", "base-uri 'none'")
            if word not in policy
        ]
    wrong += [
        f"{name} stands"
        for name in ("Server", "X-Powered-By", "Access-Control-Allow-Origin")
        if name in headers
    ]
    return wrong
