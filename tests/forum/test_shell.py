"""The page around every page; error pages are tested without access to the database."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

ERROR_PAGES = [
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "409.html",
    "500.html",
    "503.html",
]


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_needs_neither_request_nor_database(name):
    html = render_to_string(name)

    assert "<h1>" in html
    assert f'href="{reverse("home")}"' in html


def test_an_unknown_address_is_answered_without_the_database(client):
    response = client.get("/there/is/nothing/here/")

    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


def test_a_refusal_gives_its_reason():
    html = render_to_string("403.html", {"exception": "Only the rapporteur writes notes here."})

    assert "Only the rapporteur writes notes here." in html


@pytest.mark.django_db
def test_the_shell_stands_without_an_edition(client):
    html = client.get(reverse("account_login")).content.decode()

    assert '<html lang="en" dir="ltr">' in html
    assert 'name="login"' in html
    assert 'name="password"' in html
    assert "programme/" not in html


@pytest.mark.django_db
def test_arabic_reads_from_the_right_with_the_right_to_left_stylesheet(client):
    html = client.get(reverse("account_login"), {"lang": "ar"}).content.decode()

    assert '<html lang="ar" dir="rtl">' in html
    assert "bootstrap.rtl.min.css" in html
    assert "bootstrap.min.css" not in html.replace("bootstrap.rtl.min.css", "")


@pytest.mark.django_db
@pytest.mark.parametrize("shown", [True, False])
def test_sample_log_ins_stand_on_the_page_only_in_the_sample(client, settings, shown):
    settings.SAMPLE = shown

    html = client.get(reverse("account_login")).content.decode()

    assert ("exhibitor@igf.example" in html) is shown


@pytest.mark.django_db
def test_a_refused_log_in_says_so_in_the_title_and_keeps_the_address(client):
    response = client.post(
        reverse("account_login"), {"login": "nobody@igf.example", "password": "wrong"}
    )

    html = response.content.decode()
    assert "<title>Error: Sign in" in html
    assert "1 thing to fix" in html
    assert 'value="nobody@igf.example"' in html


@pytest.mark.django_db
def test_pages_carry_no_inline_script_or_style(client):
    html = client.get(reverse("account_signup")).content.decode()

    assert "<script>" not in html
    assert "style=" not in html
    assert "onclick" not in html
