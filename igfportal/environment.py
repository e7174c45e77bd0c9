"""Reads the environment once: NAME, or the content of the file named by NAME_FILE."""

import os
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}
SITE = re.compile(r"\*|(https?://)?(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]+)?")


def text(name: str, default: str = "") -> str:
    """The value of NAME; NAME_FILE, when set, names a file that holds it instead."""
    path = os.environ.get(f"{name}_FILE", "")
    if not path:
        return os.environ.get(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}_FILE names a file that cannot be read: {path}"
        ) from error


def flag(name: str, default: str = "") -> bool:
    """Whether NAME is switched on; anything but a clear yes or no is refused."""
    value = text(name, default).strip().lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def sites(name: str, default: str) -> list[str]:
    """The sites NAME lists, as a content security policy writes them; `none` and `self` are words.

    Anything that is no site is refused: it could say more than whom the policy lets in.
    """
    listed = text(name, default).replace(",", " ").lower().split() or default.split()
    wrong = [site for site in listed if not SITE.fullmatch(site)]
    if wrong or ("none" in listed and len(listed) > 1):
        raise ImproperlyConfigured(
            f"{name} must list sites, such as https://*.example.org, or say none: {' '.join(listed)}"
        )
    return [f"'{site}'" if site in {"none", "self"} else site for site in listed]


def secret_key(data_dir: Path, generate: bool) -> str:
    """SECRET_KEY from the environment; the sample keeps a generated one in the data folder.

    Raises ImproperlyConfigured with what to do when neither is there.
    """
    key = text("SECRET_KEY")
    if key:
        return key
    if not generate:
        raise ImproperlyConfigured(
            "SECRET_KEY is missing. Set it to a long random text, for example the output of: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    return _kept_key(data_dir / "secret-key")


def _kept_key(path: Path) -> str:
    import secrets

    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text(encoding="utf-8").strip()
