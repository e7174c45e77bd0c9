"""Content of the sample edition as plain data; the loader turns it into rows.

Dates and times are aware and in UTC. SDGs are given as numbers, themes and topics by
their titles, people by their key in ``people``. ``is_sample`` marks what is invented.
"""
