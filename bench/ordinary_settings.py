"""The portal's settings with the usual middleware only and connections that are kept."""

from igfportal.settings import *  # noqa: F403
from igfportal.settings import DATABASES

ROOT_URLCONF = "bench.ordinary"
WSGI_APPLICATION = "bench.ordinary.application"
DATABASES["default"]["CONN_MAX_AGE"] = 60
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
