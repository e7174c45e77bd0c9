"""Measured speed: `make bench` runs every scenario and writes `bench/results.json`.

Only ratios within one run mean anything: everything is measured in turns against an empty Django
view (called E) on the same server and the same core. The server has core 0; load client, database
and all else have core 1.
"""
