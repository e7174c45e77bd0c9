"""Filling the long forms as a person would, row after row."""

from typing import Any

from playwright.sync_api import Page

CHOICES = "select, input[type=radio]"


def fill(page: Page, fields: dict[str, Any]) -> None:
    """Type each value into the field of that name; lists tick boxes, True ticks one."""
    for name, value in fields.items():
        _fill_one(page, name, value)


def fill_rows(page: Page, prefix: str, rows: list[dict[str, Any]]) -> None:
    """Fill repeated rows, pressing the button that adds one whenever they run out."""
    for index, row in enumerate(rows):
        first = f"[name='{prefix}-{index}-{next(iter(row))}']"
        if not page.locator(first).count():
            page.click(f"button[name='add-{prefix}']")
            page.wait_for_selector(first)
        fill(page, {f"{prefix}-{index}-{name}": value for name, value in row.items()})


def _fill_one(page: Page, name: str, value: Any) -> None:
    field = page.locator(f"[name='{name}']")
    if isinstance(value, list):
        for item in value:
            page.check(f"[name='{name}'][value='{item}']")
    elif value is True:
        field.check()
    elif field.first.evaluate("element => element.tagName") == "SELECT":
        _choose(field, str(value))
    else:
        field.fill(str(value))


def _choose(field, value: str) -> None:
    """By what a person reads, else by value."""
    labels = field.locator("option").all_inner_texts()
    if value in [label.strip() for label in labels]:
        field.select_option(label=value)
    else:
        field.select_option(value)
