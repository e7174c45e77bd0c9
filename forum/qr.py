"""A QR code as the data of one SVG path; no image library, no file."""

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M


def path(text: str) -> tuple[str, int]:
    """The path of all dark squares, one unit each, and the number of squares per side."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    bars = [bar for y, row in enumerate(rows) for bar in _bars(row, y)]
    return "".join(bars), len(rows)


def _bars(row: list[bool], y: int) -> list[str]:
    bars, x = [], 0
    while x < len(row):
        start = x
        while x < len(row) and row[x]:
            x += 1
        if x > start:
            bars.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
        x += 1
    return bars
