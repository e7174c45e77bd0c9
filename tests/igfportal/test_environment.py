import os
import subprocess
import sys

import pytest

from igfportal import environment

IMPORT = [sys.executable, "-c", "import django; django.setup(); print('ready')"]


def start(tmp_path, **variables) -> subprocess.CompletedProcess:
    """Django set up in a fresh process with nothing but the given environment."""
    base = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "igfportal.settings"}
    folder = {"IGF_DATA_DIR": str(tmp_path / "data")}
    return subprocess.run(
        IMPORT, env={**base, **folder, **variables}, capture_output=True, text=True, check=False
    )


def test_a_missing_key_refuses_to_start_and_says_what_to_do(tmp_path):
    done = start(tmp_path)

    assert done.returncode != 0
    assert "SECRET_KEY is missing. Set it to" in done.stderr


def test_the_sample_keeps_a_generated_key_nobody_else_can_read(tmp_path):
    first, second = start(tmp_path, IGF_SAMPLE="1"), start(tmp_path, IGF_SAMPLE="1")

    key = tmp_path / "data" / "secret-key"
    assert (first.stdout, second.stdout) == ("ready\n", "ready\n")
    assert key.stat().st_mode & 0o077 == 0


def test_a_value_can_come_from_a_file(tmp_path):
    (tmp_path / "key").write_text("a key from a file\n")

    done = start(tmp_path, SECRET_KEY_FILE=str(tmp_path / "key"))

    assert done.stdout == "ready\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("SITE_URL", "ftp://x"),
        ("SECRET_KEY_FILE", "/nowhere/at/all"),
        ("SCREEN_FRAME_ANCESTORS", "zoom.example; script-src *"),
        ("SCREEN_FRAME_ANCESTORS", "none zoom.example"),
    ],
)
def test_nonsense_is_refused_by_name(tmp_path, name, value):
    done = start(tmp_path, SECRET_KEY="k", **{name: value})

    assert done.returncode != 0
    assert name in done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("", ["*"]),
        ("none", ["'none'"]),
        ("self, https://*.zoom.example", ["'self'", "https://*.zoom.example"]),
        ("teams.example:8443 Slides.example", ["teams.example:8443", "slides.example"]),
    ],
)
def test_the_sites_that_may_embed_the_screen_are_named(monkeypatch, said, understood):
    monkeypatch.setenv("SCREEN_FRAME_ANCESTORS", said)

    assert environment.sites("SCREEN_FRAME_ANCESTORS", default="*") == understood
